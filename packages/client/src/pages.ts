// Lists as iterators.

/** The `query` of a list that is given page by page, such as `task.list` and `operation.list`. */
type ListQuery<Arguments extends unknown[], Item> = (
  ...args: Arguments
) => PromiseLike<{ items: Item[]; nextCursor: string | null }>;

/**
 * Iterates over all items of a list, in its order. Each page is requested when the items of the previous
 * one are used up. Takes the list, then the arguments of its `query`: `limit` is the size of a page, and
 * a `cursor` is where to begin.
 *
 * @throws TydoError when a page cannot be read. The items before it have been yielded by then.
 * @example
 * for await (const task of eachItem(tydo.task.list, { completed: false })) console.log(task.title);
 */
export async function* eachItem<Arguments extends unknown[], Item>(
  list: { query: ListQuery<Arguments, Item> },
  ...args: NoInfer<Arguments>
): AsyncGenerator<Item, void, undefined> {
  for (let next = args; ; ) {
    const { items, nextCursor } = await list.query(...next);
    yield* items;
    if (nextCursor === null) return;
    next = atCursor(args, nextCursor);
  }
}

/** The same arguments, for the page that begins at `cursor`. */
function atCursor<Arguments extends unknown[]>(args: Arguments, cursor: string): Arguments {
  const [input, ...others] = args;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every input of a list has a cursor.
  return [{ ...Object(input), cursor }, ...others] as unknown[] as Arguments;
}
