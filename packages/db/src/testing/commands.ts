// What two people may do to their tasks and try on each other's, as data: a failing sequence can be
// read. Tasks, texts and cursors are named by their place among those that there are then.

/** One of two people. */
export type Who = 0 | 1;
/** Somebody's nth task (counted round), or what no task has for an id. */
export type Ref = { whose: Who; nth: number } | { id: unknown };

/** A search for a text, or for a piece of one that is there, in other letters. */
export type Search =
  | { text: unknown }
  | { nth: number; from: number; length: number; whole: boolean; spelled: Spelling };
export type Spelling = 'as it is' | 'upper' | 'lower';

/** Where a page begins: after one that was seen, by anybody, of this list or another. */
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
  /** A plain INSERT of what the schema accepts, past everything of ours. */
  | { kind: 'by hand'; by: Who; input: unknown }
  /** All pages of a list, while something else happens between them. */
  | { kind: 'walk'; by: Who; filter: Filter; between: Simple[] }
  /** One call of each person at the same time. */
  | { kind: 'together'; both: [Simple, Simple] }
  /** Several calls for one task at the same time, whose outcome does not depend on their order. */
  | { kind: 'crowd'; by: Who; nth: number; doing: Crowd; size: number; changes: Changes };
export const crowds = [
  'different fields',
  'one version',
  'one change',
  'deletes',
  'an update and a delete',
  'creates',
  'clearings',
] as const;
export type Crowd = (typeof crowds)[number];
export type Changes = { title: string; description: string; completed: boolean };
