// The shape of a procedure's input, and how a test fills it with values.

/**
 * A single value in an input. `id`, `uid` and `uuid` name a row, by an integer, a text or a UUID; `cursor` and
 * `seq` a position in a list; `text`, `query`, `zone`, `date` and `rule` are stored, `search` is not; a `number` is too small
 * to be an id; `choice` lists all its values.
 */
export type Leaf = { at: string } & (
  | {
      kind:
        | 'id'
        | 'uid'
        | 'uuid'
        | 'cursor'
        | 'seq'
        | 'text'
        | 'query'
        | 'zone'
        | 'date'
        | 'rule'
        | 'search'
        | 'time';
    }
  | { kind: 'number'; min: number; max: number }
  | { kind: 'choice'; choices: unknown[] }
);

export type InputShape =
  | Leaf
  | { kind: 'object'; fields: { name: string; shape: InputShape; required: boolean }[] }
  | ListShape
  | { kind: 'either'; options: InputShape[] };

export interface ListShape {
  kind: 'list';
  of: InputShape;
  min: number;
  max: number;
}

/** Decides what `fill` puts into an input. */
export interface FillOptions {
  /** @param index the position in the innermost list; 0 outside of lists. */
  value: (leaf: Leaf, index: number) => unknown;
  /** Whether an optional field is sent. */
  sends: (field: InputShape) => boolean;
  choose: (options: InputShape[]) => InputShape | undefined;
  size: (list: ListShape) => number;
}

export function fill(shape: InputShape, options: FillOptions, index = 0): unknown {
  if (shape.kind === 'object') {
    const sent = shape.fields.filter((field) => field.required || options.sends(field.shape));
    return Object.fromEntries(sent.map((field) => [field.name, fill(field.shape, options, index)]));
  }
  if (shape.kind === 'list') {
    return Array.from({ length: options.size(shape) }, (_, place) =>
      fill(shape.of, options, place),
    );
  }
  if (shape.kind === 'either') {
    const chosen = options.choose(shape.options);
    return chosen && fill(chosen, options, index);
  }
  return options.value(shape, index);
}

export function leavesOf(shape: InputShape): Leaf[] {
  if (shape.kind === 'object') return shape.fields.flatMap((field) => leavesOf(field.shape));
  if (shape.kind === 'list') return leavesOf(shape.of);
  if (shape.kind === 'either') return shape.options.flatMap(leavesOf);
  return [shape];
}

/** An id that the caller generates for something new, rather than the id of an existing row. */
export const isClientGenerated = ({ at }: Leaf): boolean =>
  /\b(operationId|uid|create\.id)$|^import\.add\.\w+\.id$/.test(at);

/** The noun of the row that an id in an input names. */
export function nounOf({ at }: Leaf): string {
  const [noun = '', ...path] = at.split('.');
  const named = /^(task|list|section|label|filter|parent|series|\w+Label)(Uid|Ids?)$/.exec(
    path.at(-1) ?? '',
  )?.[1];
  if (named === 'parent' || named === 'series' || noun === 'operation') return 'task';
  // An import has rows of all nouns: `import.add.lists.id`.
  const own = noun === 'import' ? path[1]?.replace(/s$/, '') : noun;
  return named?.replace(/^(add|remove)Label$/, 'label') ?? own ?? noun;
}
