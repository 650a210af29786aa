// Many starts at the same moment, and starts that are killed in the middle.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  catalogue,
  dieAtStatement,
  type Engine,
  execute,
  postgresErrors,
  shortOrLong,
  sqliteOrBoth,
  temporaryDatabase,
  watchStatements,
} from '@tydo/db/testing';
import { describe, expect, test } from 'vitest';
import { callerOf } from './testing/caller.ts';
import { startProcess } from './testing/process.ts';
import { startServerOn } from './testing/server.ts';

const crowds: [string, number, (url: string) => Promise<void>][] = [
  ['an empty database', 64, async () => {}],
  ['an older version', 16, makeOlder],
];
// The short run has startup.test.ts, which starts eight servers in one process.
test.runIf(shortOrLong(false, true)).each(crowds)(
  'processes that start at the same moment on %s create one schema',
  async (name, count, prepare) => {
    const tables = await tablesAfter(prepare);
    await using database = await temporaryDatabase('postgresql');
    await prepare(database.url);
    const started = Date.now();
    const servers = Array.from({ length: count }, () =>
      startProcess({ DATABASE_URL: database.url }),
    );
    const urls = await Promise.all(servers.map(async (server) => untilReady(await server.ready())));
    const seconds = (Date.now() - started) / 1000;
    process.stdout.write(`${count} processes on ${name} were ready after ${seconds} s\n`);

    expect(await catalogue(database.url)).toEqual(tables);
    const { bearer } = await callerOf({ url: String(urls[0]) }).signUp();
    const last = callerOf({ url: String(urls.at(-1)) });
    expect((await last.post('/trpc/task.create', { title: 'shared' }, bearer)).status).toBe(200);
    for (const url of urls) {
      expect(await callerOf({ url }).count(bearer)).toEqual({ active: 1, completed: 0 });
    }

    const codes = await Promise.all(servers.map((server) => server.stop()));
    expect(codes).toEqual(servers.map(() => 0));
    for (const { written } of servers) expect(warningsIn(written)).toEqual([]);
    expect(await postgresErrors(database.url)).toEqual([]);
  },
);

/** Waits until the server is ready. @returns its URL. */
async function untilReady(url: string): Promise<string> {
  while ((await fetch(`${url}/readyz`)).status !== 200) await sleep(100);
  return url;
}

/** All output of a process except log lines up to level info and the banner. */
function warningsIn({ stdout, stderr }: { stdout: string; stderr: string }): string[] {
  const lines = stdout.split('\n').filter((line) => line !== '');
  const forPeople = stderr
    .split('\n')
    .filter((line) => !/^( {2}T(ydo is ready:|asks are in) .*)?$/.test(line));
  return [...lines.filter((line) => !(JSON.parse(line).level < 40)), ...forPeople];
}

describe.each(sqliteOrBoth)('a start that is killed at any statement, on %s', (engine) => {
  const databases: [string, (url: string) => Promise<void>][] = [
    ['an empty database', async () => {}],
    ['an older version', makeOlder],
  ];
  test.each(databases.slice(shortOrLong(1, 0)))(
    'leaves %s in a state that the next start completes',
    async (name, prepare) => {
      const complete = await completeStart(engine, prepare);
      const deaths = Array.from({ length: complete.statements }, (_, index) => index + 1).flatMap(
        (n) => [
          { n, moment: 'before' as const },
          { n, moment: 'sent' as const },
        ],
      );
      process.stdout.write(`${engine}: a start on ${name} is ${complete.statements} statements\n`);
      const chosen = some(deaths, shortOrLong(1, deaths.length));
      for (const [died, { n, moment }] of chosen.entries()) {
        if (died > 0 && died % 20 === 0)
          process.stdout.write(`${died} of ${chosen.length} deaths\n`);
        await using database = await temporaryDatabase(engine);
        await prepare(database.url);
        const killed = startProcess({ DATABASE_URL: database.url }, dieAtStatement(n, moment));
        const survived = killed.ready().then(() => 'survived');
        // `death` is compared only to show it when the test fails.
        const death = `killed at statement ${n} of ${complete.statements} (${moment})`;
        expect({ death, end: await Promise.race([killed.exit, survived]) }).toEqual({
          death,
          end: { code: null, output: '' },
        });
        await using server = await startServerOn(database.url);
        const { bearer } = await callerOf(server).signUp();
        expect({
          death,
          tables: await catalogue(database.url),
          unfolded: await execute(database.url, unfolded),
          counts: await callerOf(server).count(bearer),
        }).toEqual({
          death,
          tables: complete.tables,
          unfolded: [],
          counts: { active: 0, completed: 0 },
        });
      }
    },
  );
});

const unfolded = 'select id from task where title_folded is null';

async function tablesAfter(prepare: (url: string) => Promise<void>) {
  await using database = await temporaryDatabase('postgresql');
  await prepare(database.url);
  await using _server = await startServerOn(database.url);
  return await catalogue(database.url);
}

/** The tables that an undisturbed start creates, and the number of its statements. */
async function completeStart(engine: Engine, prepare: (url: string) => Promise<void>) {
  await using database = await temporaryDatabase(engine);
  await prepare(database.url);
  const statements = await shortOrLong(statementsHere, statementsOfProcess)(database.url);
  return { statements, tables: await catalogue(database.url) };
}

async function statementsOfProcess(url: string): Promise<number> {
  const server = startProcess({ DATABASE_URL: url }, dieAtStatement(0));
  await server.ready();
  await server.stop();
  return Number(/statements: (\d+)/.exec(server.written.stderr)?.[1]);
}

/** Faster, in this process; a few fewer, because it does not count the setup of connections. */
async function statementsHere(url: string): Promise<number> {
  using watch = watchStatements();
  await using _server = await startServerOn(url);
  return watch.sent.length;
}

/** Turns the tables into those of an older version, with a task. */
async function makeOlder(url: string): Promise<void> {
  await using _server = await startServerOn(url);
  await execute(url, "insert into task (user_id, title) values ('ann', 'Grün')");
  await execute(url, 'drop index task_completed_user_id_id_index');
  await execute(url, 'drop index task_to_repair_index');
  await execute(url, 'alter table task drop column title_folded');
  await execute(url, 'alter table task drop column description');
  await execute(url, 'drop table verification');
  await execute(url, 'alter table session drop column user_agent');
}

/** `count` items at equal distances, from a random first one. */
function some<T>(all: T[], count: number): T[] {
  const step = all.length / count;
  const first = Math.random() * step;
  return Array.from({ length: count }, (_, index) => all[Math.floor(first + index * step)]).filter(
    (one) => one !== undefined,
  );
}
