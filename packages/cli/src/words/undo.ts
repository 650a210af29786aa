import { eachItem, type TydoClient } from '@tydo/client';
import { connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { parseOptions } from '../options.ts';

/** Takes back operations: those that are named, last to first, or the latest. */
export const undo: Run = async (args, { io, print }) => {
  const { words } = parseOptions(args, {});
  const client = connect(io);
  const ids = words.length > 0 ? words.toReversed() : [await latest(client)];
  for (const id of ids) print(await undoWhole(client, id));
};

/** The latest operation that is no undo and was not taken back. */
async function latest(client: TydoClient): Promise<string> {
  const undone = new Set<string>();
  for await (const { id, undoes } of eachItem(client.operation.list)) {
    if (undoes !== null) undone.add(undoes);
    else if (!undone.has(id)) return id;
  }
  throw new CommandError('There is nothing to take back.', exitCodes.notFound);
}

/** A large one is taken back in several calls. @returns the last answer. */
export async function undoWhole(client: Pick<TydoClient, 'operation'>, id: string) {
  for (;;) {
    const answer = await client.operation.undo.mutate({ id });
    if (!answer.left) return answer;
  }
}
