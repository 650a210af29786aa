// The first statement of a transaction goes to the server together with what begins it: one way there
// and back instead of two (docs/decisions/0014-speed.md).
import type pg from 'pg';

/**
 * Whether others may be sent before it. Not while the server has yet to learn it under its name: pg takes
 * the first success that it is told for that.
 */
export const goesWithOthers = ({ connection }: pg.PoolClient, { name }: pg.QueryConfig): boolean =>
  name === undefined || Object.hasOwn(Object(connection).parsedStatements, name);

/**
 * Sends `beginning` and then `query`, and gives what each was answered. There is one Sync, after all of
 * them: where one fails, the server passes over the rest, so nothing is done outside of the transaction.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 *
 * @param client has nothing else to do: what it is asked is sent at once.
 * @param query goes with others, and has its parameters beside it.
 */
export function askFirst(
  client: pg.PoolClient,
  beginning: readonly string[],
  query: pg.QueryConfig,
): Promise<pg.QueryResult | pg.QueryResult[]> {
  const { connection } = client;
  connection.stream.cork();
  try {
    for (const text of beginning) {
      connection.parse({ name: '', text, types: [] }, true);
      connection.bind({}, true);
      connection.execute({}, true);
    }
    return client.query(query);
  } finally {
    connection.stream.uncork();
  }
}
