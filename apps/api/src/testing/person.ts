// Somebody with an account and things of every kind, and what the database still has of them.
import { randomUUID } from 'node:crypto';
import { execute } from '@tydo/db/testing';
import { callerOf, json } from './caller.ts';
import { newAccount, type TestServer } from './server.ts';

export interface Settled {
  id: string;
  account: ReturnType<typeof newAccount>;
  bearer: Record<string, string>;
  /** The answer to a deletion; without a body of its own it carries the right password. */
  delete: (body?: object) => Promise<Response>;
  /** How many rows each table has of this person, without the tombstone. */
  rows: () => Promise<Record<string, number>>;
}

/** Signs up, and leaves a row in each table that has something of a person. */
export async function settle({
  url,
  databaseUrl,
}: Pick<TestServer, 'url' | 'databaseUrl'>): Promise<Settled> {
  const { post } = callerOf({ url });
  const account = newAccount();
  const answer = await post('/api/auth/sign-up/email', account);
  const { token, user } = (await answer.json()) as { token: string; user: { id: string } };
  const { id } = user;
  const bearer = { ...json, authorization: `Bearer ${token}` };
  await post('/trpc/task.create', { title: 'x', operationId: randomUUID() }, bearer);
  // As for a password that was forgotten.
  await execute(
    databaseUrl,
    `insert into verification (id, identifier, value, expires_at, created_at, updated_at)
     values ('${randomUUID()}', 'reset-password:${randomUUID()}', '${id}', '2100-01-01', '2026-01-01', '2026-01-01')`,
  );
  return {
    id,
    account,
    bearer,
    delete: (body = { password: account.password }) => post('/api/auth/delete-user', body, bearer),
    rows: () => rowsOf(databaseUrl, id),
  };
}

/** What there is of a person in every table, without the tombstone. */
export async function rowsOf(databaseUrl: string, id: string): Promise<Record<string, number>> {
  const counts = Object.entries(columns).map(
    ([table, column]) =>
      `(select count(*) from "${table}" where ${column} = '${id}') as "${table}"`,
  );
  const [row] = await execute(databaseUrl, `select ${counts.join()}`);
  return Object.fromEntries(Object.entries(Object(row)).map(([name, n]) => [name, Number(n)]));
}

const columns = {
  user: 'id',
  session: 'user_id',
  account: 'user_id',
  verification: 'value',
  task: 'user_id',
  operation: 'user_id',
  operation_task: 'user_id',
  receipt: 'user_id',
};

const each = (count: number) =>
  Object.fromEntries(Object.keys(columns).map((table) => [table, count]));
export const everything = each(1);
export const nothing = each(0);
