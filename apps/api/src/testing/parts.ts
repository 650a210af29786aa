// Inputs taken apart, and put together with whatever values a test wants.

/**
 * One value in an input. `id`, `uid` and `uuid` name a thing; `cursor` and `seq` a place in a list; `text` is
 * kept, `search` is not; a `number` is too small to be an id; `choice` knows all its values.
 */
export type Leaf = { at: string } & (
  | { kind: 'id' | 'uid' | 'uuid' | 'cursor' | 'seq' | 'text' | 'search' | 'time' }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; choices: unknown[] }
);

export type Part =
  | Leaf
  | { kind: 'object'; fields: { name: string; part: Part; required: boolean }[] }
  | List
  | { kind: 'either'; parts: Part[] };

export interface List {
  kind: 'list';
  of: Part;
  min: number;
  max: number;
}

/** How the open ends of an input are filled. */
export interface Filling {
  /** @param index the place in the nearest list; 0 where there is none. */
  value: (leaf: Leaf, index: number) => unknown;
  /** Whether a field is sent that may be left out. */
  sends: (field: Part) => boolean;
  choose: (parts: Part[]) => Part | undefined;
  size: (list: List) => number;
}

export function fill(part: Part, how: Filling, index = 0): unknown {
  if (part.kind === 'object') {
    const sent = part.fields.filter((field) => field.required || how.sends(field.part));
    return Object.fromEntries(sent.map((field) => [field.name, fill(field.part, how, index)]));
  }
  if (part.kind === 'list') {
    return Array.from({ length: how.size(part) }, (_, place) => fill(part.of, how, place));
  }
  if (part.kind === 'either') {
    const chosen = how.choose(part.parts);
    return chosen && fill(chosen, how, index);
  }
  return how.value(part, index);
}

export function leavesOf(part: Part): Leaf[] {
  if (part.kind === 'object') return part.fields.flatMap((field) => leavesOf(field.part));
  if (part.kind === 'list') return leavesOf(part.of);
  if (part.kind === 'either') return part.parts.flatMap(leavesOf);
  return [part];
}

/** An id that the caller gives to something new, instead of naming what is there. */
export const isMadeUp = ({ at }: Leaf): boolean => /\b(operationId|uid)$/.test(at);
