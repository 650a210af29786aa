// An account with a row in every table that holds a person's data, and how many of them are left.
import { randomUUID } from 'node:crypto';
import { execute } from '@tydo/db/testing';
import { callerOf } from './caller.ts';
import { newAccount, type TestServer } from './server.ts';

export interface AccountWithData {
  id: string;
  account: ReturnType<typeof newAccount>;
  bearer: Record<string, string>;
  /** Requests the deletion of the account; by default with the right password. */
  delete: (body?: object) => Promise<Response>;
  /** How many rows each table has of this person, not counting the tombstone. */
  rows: () => Promise<Record<string, number>>;
}

/** Signs up a person, and adds a row to each table that holds a person's data. */
export async function createAccountWithData({
  url,
  databaseUrl,
}: Pick<TestServer, 'url' | 'databaseUrl'>): Promise<AccountWithData> {
  const call = callerOf({ url });
  const account = newAccount();
  const { id, bearer } = await call.signUp(account);
  await call.post('/trpc/task.create', { title: 'x', operationId: randomUUID() }, bearer);
  await call.post('/trpc/token.create', { name: 'A script', scopes: ['read'] }, bearer);
  // Not confirmed, so that a deletion asks for the password alone.
  await call.post('/api/auth/two-factor/enable', { password: account.password }, bearer);
  // A request for a password reset creates such a row.
  await execute(
    databaseUrl,
    `insert into verification (id, identifier, value, expires_at, created_at, updated_at)
     values ('${randomUUID()}', 'reset-password:${randomUUID()}', '${id}', '2100-01-01', '2026-01-01', '2026-01-01')`,
  );
  return {
    id,
    account,
    bearer,
    delete: (body = { password: account.password }) =>
      call.post('/api/auth/delete-user', body, bearer),
    rows: () => countRows(databaseUrl, id),
  };
}

/** How many rows each table has of a person, not counting the tombstone. */
export async function countRows(databaseUrl: string, id: string): Promise<Record<string, number>> {
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
  api_token: 'user_id',
  two_factor: 'user_id',
};

const each = (count: number) =>
  Object.fromEntries(Object.keys(columns).map((table) => [table, count]));
export const oneRowEach = each(1);
export const noRows = each(0);
