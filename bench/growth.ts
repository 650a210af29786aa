// How the time of a call grows: the same calls for users with 100, 10,000 and 1,000,000 tasks.
import { cursorAfter } from '../packages/db/src/cursor.ts';
import type { Databases } from './databases.ts';
import { run } from './databases.ts';
import { median } from './load.ts';
import { cookieOf, tasks } from './seed.ts';
import { startServer, tydo } from './servers.ts';

/** Milliseconds of each call, by the number of tasks. */
export type Growth = Record<string, number[]>;

/** Three of the users of seed.ts. */
const owners = [0, 1, 2];

/** Sends one request at a time; each figure is the median of `repeats`. */
export async function measureGrowth(
  databases: Databases,
  sizes: number[],
  repeats: number,
  say: (line: string) => void,
): Promise<Growth> {
  const { engine } = databases;
  say(`${engine}: filling tables with ${sizes.reduce((a, b) => a + b).toLocaleString('en')} tasks`);
  const url = await databases.create('growing', 'seeded');
  await run(
    url,
    'delete from task',
    ...owners.map((person) => tasks(engine, sizes[person] ?? 0, String(person))),
    engine === 'sqlite' ? 'analyze' : 'vacuum analyze',
  );
  const server = await startServer(tydo, url);
  const growth: Growth = {};
  try {
    const all = await Promise.all(owners.map((person) => callsOf(url, person)));
    for (const name of Object.keys(all[0] ?? {})) {
      growth[name] = [];
      for (const person of owners) {
        const path = all[person]?.[name] ?? '';
        growth[name].push(await time(server.port, person, path, repeats));
      }
      say(`${engine}: ${name}: ${growth[name].map((ms) => `${ms.toFixed(2)} ms`).join(', ')}`);
    }
  } finally {
    await server.stop();
  }
  return growth;
}

async function callsOf(url: string, person: number): Promise<Record<string, string>> {
  const owner = `user_id like '%${String(person).padStart(12, '0')}'`;
  const lowest = async (filter: string) => {
    const ids = `select id from task where ${owner} ${filter} order by id limit 26`;
    return Object((await run(url, `select max(id) as id from (${ids}) as lowest`))[0]).id;
  };
  const list = (input: { completed?: boolean; search?: string; cursor?: string }) =>
    `/trpc/task.list?input=${encodeURIComponent(JSON.stringify(input))}`;
  return {
    'first page': list({}),
    'deepest page': list({ cursor: cursorAfter(await lowest(''), [undefined, '']) }),
    'first page of completed': list({ completed: true }),
    'deepest page of completed': list({
      completed: true,
      cursor: cursorAfter(await lowest('and completed'), [true, '']),
    }),
    counts: '/trpc/task.counts',
    'search with many matches': list({ search: 'oat MILK' }),
    'search without a match': list({ search: 'nowhere' }),
  };
}

async function time(port: number, person: number, path: string, repeats: number): Promise<number> {
  const times = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const start = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { cookie: cookieOf(person) },
    });
    const text = await response.text();
    times.push(performance.now() - start);
    if (!response.ok) throw new Error(`${path}: ${text}`);
    // Slow calls need fewer repeats.
    if (performance.now() - start > 200 && repeat >= 2) break;
  }
  return median(times);
}
