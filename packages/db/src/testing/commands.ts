// The commands of two people on their own and each other's tasks, as data, so that a failing sequence is
// readable. Tasks, texts and cursors are named by their index among those that exist at that time.

/** One of two people. */
export type Who = 0 | 1;
/** A person's nth task (modulo their number), or an invalid id. */
export type Ref = { whose: Who; nth: number } | { id: unknown };

/** A search for a text, or for a part of an existing one, perhaps in another case. */
export type Search =
  | { text: unknown }
  | { nth: number; from: number; length: number; whole: boolean; spelled: Spelling };
export type Spelling = 'as it is' | 'upper' | 'lower';

/** A cursor that one of the two has seen, of this list or another, perhaps damaged. */
export type From =
  | { whose: Who; nth: number; damage: 'none' | 'shorter' | 'longer' | 'other end' | 'spaces' }
  | { cursor: unknown };

export type Filter = { completed?: unknown; search?: Search; limit?: unknown };

export type Simple =
  | { kind: 'create'; by: Who; input: unknown }
  | { kind: 'createMany'; by: Who; inputs: unknown[] }
  | { kind: 'get' | 'delete'; by: Who; of: Ref }
  | { kind: 'update'; by: Who; of: Ref; changes: object; seen: Seen }
  | { kind: 'updateMany'; by: Who; of: Ref[]; completed: unknown }
  | { kind: 'deleteMany'; by: Who; of: Ref[] }
  | { kind: 'list'; by: Who; filter: Filter; from: From | null }
  | { kind: 'counts' | 'clearCompleted'; by: Who };
/** What is sent as `ifUpdatedAt`. */
export type Seen = 'nothing' | 'current' | 'first' | 'malformed' | 'of another time';

export type Command =
  | Simple
  /** A plain INSERT of a valid task. */
  | { kind: 'insert'; by: Who; input: unknown }
  /** All pages of a list, with other commands between them. */
  | { kind: 'pages'; by: Who; filter: Filter; between: Simple[] }
  /** Two concurrent calls. */
  | { kind: 'concurrent'; both: [Simple, Simple] }
  /** Several concurrent calls for one task, whose outcome does not depend on their order. */
  | { kind: 'race'; by: Who; nth: number; doing: Race; size: number; changes: Changes };
export const races = [
  'different fields',
  'one version',
  'one change',
  'deletes',
  'an update and a delete',
  'creates',
  'clearings',
] as const;
export type Race = (typeof races)[number];
export type Changes = { title: string; description: string; completed: boolean };
