import pg from 'pg';
import { expect, inject, test, vi } from 'vitest';
import { cancel } from './cancel.ts';
import { internalsOf, newConnection } from './pg-internals.ts';

test('pg has the internals that are used', async () => {
  const url = inject('postgresUrl');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query('select pg_backend_pid() as pid');
  const { hostname, port } = new URL(url);
  expect(internalsOf(client)).toMatchObject({
    processID: rows[0].pid,
    secretKey: expect.any(Number),
    host: hostname,
    port: Number(port),
    ssl: false,
  });
  expect(newConnection(false)).toMatchObject({
    connect: expect.any(Function),
    requestSsl: expect.any(Function),
    cancel: expect.any(Function),
    stream: { destroy: expect.any(Function) },
  });
  const observer = new pg.Client({ connectionString: url });
  await observer.connect();
  const asleep = client.query('select pg_sleep(600)');
  // A cancellation that is there before the statement cancels nothing.
  const isAsleep = () =>
    observer.query("select from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'", [
      rows[0].pid,
    ]);
  await vi.waitUntil(async () => (await isAsleep()).rowCount === 1, 60_000);
  cancel(client);
  await expect(asleep).rejects.toMatchObject({ code: '57014' });
  await Promise.all([client.end(), observer.end()]);
});
