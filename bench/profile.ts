// Tydo's CPU by library and by function: `node profile.ts sqlite get`. Samples of V8's profiler.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, type Case, cases } from './cases.ts';
import { engines, openDatabases } from './databases.ts';
import { load } from './load.ts';
import { createSeeded } from './measure.ts';
import { leaveFirstCore, startServer, tydo } from './servers.ts';

interface Profile {
  nodes: { id: number; callFrame: { url: string; functionName: string; lineNumber: number } }[];
  samples: number[];
}

/** Names of libraries that consist of several packages. */
const owners: [RegExp, string][] = [
  [/^(express|router|cors|finalhandler|qs|send|parseurl)$/, 'Express'],
  [/^@mikro-orm\//, 'MikroORM'],
  [/^(pg|pg-pool|pg-protocol|pg-types|postgres-\w+)$/, 'pg'],
  [/^@trpc\//, 'tRPC'],
  [/^(pino|pino-.*|sonic-boom|thread-stream)$/, 'pino'],
];

const [engineName, caseName, seconds = '5'] = process.argv.slice(2);
const engine = engines.find((name) => name === engineName) ?? 'sqlite';
const name = (caseName ?? 'get') as Case;
if (!(name in cases)) throw new Error(`The case must be one of ${Object.keys(cases).join(', ')}`);

leaveFirstCore();
const folder = await mkdtemp(join(tmpdir(), 'tydo-profile-'));
await using databases = await openDatabases(engine);
await createSeeded(databases);
const url = await databases.create('profiled', 'seeded');
const profiler = new URL('implementations/with-profiler.ts', import.meta.url);
profiler.searchParams.set('to', join(folder, 'profile'));
const log = join(folder, 'log');
const server = await startServer(tydo, url, log, ['--import', profiler.href]);
const cookies = new Map<number, string>();
let next = 0;
const runLoad = () =>
  load(server.port, Number(seconds), () => bytesOf(cases[name](next++), server.port, cookies));
await runLoad();
process.kill(server.pid, 'SIGUSR2');
await runLoad();
process.kill(server.pid, 'SIGUSR2');
await server.stop();
const profile: Profile = JSON.parse(await readFile(join(folder, 'profile'), 'utf8'));
await rm(folder, { recursive: true });

const byNode = Map.groupBy(profile.samples, (id) => id);
const rows = profile.nodes.map(({ id, callFrame }) => ({
  owner: ownerOf(callFrame),
  place: `${callFrame.functionName || '(anonymous)'} ${shortOf(callFrame.url)}:${callFrame.lineNumber + 1}`,
  count: byNode.get(id)?.length ?? 0,
}));
const busy = rows.filter(({ owner }) => owner !== 'idle');
const all = busy.reduce((sum, { count }) => sum + count, 0);
show('owner', 25);
process.stdout.write('\n');
show('place', 45);

function show(key: 'owner' | 'place', most: number): void {
  const sums = [...Map.groupBy(busy, (row) => row[key])].map(
    ([what, of]) => [what, of.reduce((sum, { count }) => sum + count, 0)] as const,
  );
  for (const [what, count] of sums.toSorted((a, b) => b[1] - a[1]).slice(0, most)) {
    process.stdout.write(`${((100 * count) / all).toFixed(1).padStart(5)} %  ${what}\n`);
  }
}

function ownerOf({ url: path, functionName }: Profile['nodes'][number]['callFrame']): string {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collection';
  const parts = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  const [, library] = parts ?? [];
  if (library !== undefined) {
    return owners.find(([known]) => known.test(library))?.[1] ?? library;
  }
  if (path.startsWith('file:') || path.startsWith('/')) return 'Tydo, including JSON';
  if (/^(writev|write\w*String|writeBuffer)$/.test(functionName)) {
    return 'writing to sockets and the log';
  }
  if (functionName === 'runMicrotasks') return 'promises';
  return 'the rest of Node, and SQLite';
}

function shortOf(path: string): string {
  return path.replace(/.*\/node_modules\//, '').replace(/.*\/(apps|packages)\//, '$1/');
}
