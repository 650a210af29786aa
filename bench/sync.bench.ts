// What a device costs the server: its first read, its writes in order, and waiting to be woken. CPU of this
// process, client included, as ratios within one run.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzip } from 'node:zlib';
import { startTestServer } from '@tydo/api/testing';
import { callerOf } from '@tydo/api/testing/caller';
import { type Engine, engines } from '@tydo/db/testing';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { expect, test } from 'vitest';

const median = (all: number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0;
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Milliseconds of CPU of each, in turn, so that other load affects all; the first round warms up. */
async function compare<Name extends string>(
  works: Record<Name, () => Promise<unknown>>,
  rounds: number,
): Promise<Record<Name, number>> {
  const spent = new Map<string, number[]>();
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, work] of Object.entries<() => Promise<unknown>>(works)) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) spent.set(name, [...(spent.get(name) ?? []), (user + system) / 1_000]);
    }
  }
  return Object.fromEntries([...spent].map(([name, all]) => [name, median(all)])) as Record<
    Name,
    number
  >;
}

test.each(engines)('a device on %s', async (engine) => {
  await using server = await startTestServer({ engine });
  const call = callerOf(server);
  const { bearer, id } = await call.signUp();
  for (let round = 0; round < 10; round += 1) {
    const tasks = Array.from({ length: 100 }, (_, at) => ({
      title: `Buy bread and two litres of oat milk ${round} ${at}`,
      description: at % 3 === 0 ? 'From the shop at the corner' : null,
    }));
    expect((await call.post('/trpc/task.createMany', { tasks }, bearer)).status).toBe(200);
  }

  await using rows = await openRows(engine, server.databaseUrl, id);
  const byHand = createServer((_req, res) => {
    void (async () => {
      gzip(JSON.stringify(await rows.read()), { level: 1 }, (_error, body) =>
        res.writeHead(200, { 'content-encoding': 'gzip' }).end(body),
      );
    })();
  }).listen(0, '127.0.0.1');
  await once(byHand, 'listening');
  const { port } = byHand.address() as AddressInfo;
  const snapshot = await compare(
    {
      ours: () => raw(`${server.url}/trpc/sync.snapshot`, bearer),
      byHand: () => raw(`http://127.0.0.1:${port}/`, {}),
    },
    40,
  );
  byHand.close();
  say(
    `${engine}: a snapshot of 1,000 rows × ${(snapshot.ours / snapshot.byHand).toFixed(2)} of the statement, JSON and gzip by hand`,
  );

  const creates = () =>
    Array.from({ length: 100 }, () => ({
      name: 'task.create',
      input: { title: 'Buy bread', operationId: randomUUID() },
    }));
  const writes = await compare(
    {
      push: () =>
        call.post('/trpc/sync.push', { calls: creates() }, bearer).then((res) => res.text()),
      alone: async () => {
        for (const { input } of creates()) {
          await (await call.post('/trpc/task.create', input, bearer)).text();
        }
      },
    },
    8,
  );
  say(`${engine}: a push of 100 creates × ${(writes.push / writes.alone).toFixed(2)} of 100 calls`);

  const people = await Promise.all(Array.from({ length: 100 }, () => call.signUp()));
  global.gc?.();
  const memory = process.memoryUsage.rss();
  const streams = people.flatMap((person) =>
    Array.from({ length: 10 }, () => openWatch(server.url, person.bearer)),
  );
  await Promise.all(streams.map(({ opened }) => opened));
  const grown = process.memoryUsage.rss() - memory;
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 30_000));
  const { user, system } = process.cpuUsage(before);
  say(
    `${engine}: 1,000 idle watches take ${((user + system) / 300_000).toFixed(2)} % of a core and ${(grown / 2 ** 20).toFixed(0)} MiB, both ends in one process`,
  );
  for (const { close } of streams) close();
});

/** The statement by hand, over a connection that is kept. */
async function openRows(engine: Engine, url: string, personId: string) {
  const columns = 'id, title, description, completed, created_at, updated_at, uid, rank';
  if (engine === 'sqlite') {
    const database = new Sqlite(url.replace('sqlite:', ''));
    const statement = database.prepare(
      `select ${columns} from task where user_id = ? order by id desc limit 1000`,
    );
    return {
      read: () => Promise.resolve(statement.all(personId)),
      [Symbol.asyncDispose]: () => Promise.resolve(void database.close()),
    };
  }
  const client = new pg.Client(url);
  await client.connect();
  return {
    read: async () =>
      (
        await client.query({
          name: 'rows',
          text: `select ${columns} from task where user_id = $1 order by id desc limit 1000`,
          values: [personId],
        })
      ).rows,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** As it was sent: decompressing is the client's. */
async function raw(url: string, headers: Record<string, string>): Promise<number> {
  const req = request(url, { headers: { ...headers, 'accept-encoding': 'gzip' } }).end();
  const [res] = (await once(req, 'response')) as [NodeJS.ReadableStream];
  let bytes = 0;
  for await (const chunk of res) bytes += chunk.length;
  return bytes;
}

function openWatch(url: string, headers: Record<string, string>) {
  const req = request(`${url}/trpc/sync.watch`, { headers, agent: false }).end();
  req.on('error', () => {});
  const opened = new Promise<void>((resolve) => {
    req.on('response', (res) => {
      res.on('error', () => {});
      res.on('data', (chunk) => String(chunk).includes('seq') && resolve());
    });
  });
  return { opened, close: () => req.destroy() };
}
