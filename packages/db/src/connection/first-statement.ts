// The first statement of a transaction goes to the server together with what begins it: one way there
// and back instead of two (docs/decisions/0014-speed.md).
import { recordOf } from '@tydo/schemas/record';
import type pg from 'pg';

type Answer = pg.QueryResult | pg.QueryResult[];

/**
 * Sends `beginning` and then `query`, and gives what they were answered.
 *
 * @param client has nothing else to do: what it is asked is sent at once.
 */
export async function askFirst(
  client: pg.PoolClient,
  beginning: readonly string[],
  query: pg.QueryConfig,
): Promise<Answer> {
  if (goesWithOthers(client, query)) return askTogether(client, beginning, query);
  await client.query(beginning.join('; '));
  return client.query(query);
}

/**
 * Not what may be several statements in one text; and not while the server has yet to learn it under its
 * name: pg would take the first success that it is told for that.
 */
function goesWithOthers({ connection }: pg.PoolClient, { name, values }: pg.QueryConfig): boolean {
  if (name === undefined) return values !== undefined && values.length > 0;
  return name in recordOf(recordOf(connection)['parsedStatements']);
}

/**
 * There is one Sync, after all of them: where one fails, the server passes over the rest, so nothing is
 * done outside of the transaction.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
function askTogether(
  client: pg.PoolClient,
  beginning: readonly string[],
  query: pg.QueryConfig,
): Promise<Answer> {
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
