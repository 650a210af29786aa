import pg from 'pg';
import { expect, inject, test } from 'vitest';
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
  const asleep = client.query('select pg_sleep(600)');
  cancel(client);
  await expect(asleep).rejects.toMatchObject({ code: '57014' });
  await client.end();
});
