// How Tydo does with much: the same calls for people with 100, 10,000 and 1,000,000 tasks.

import { cursorAfter } from '../packages/db/src/cursor.ts';
import type { Databases } from './databases.ts';
import { run } from './databases.ts';
import { median } from './load.ts';
import { cookieOf, tasks } from './seed.ts';
import { start, tydo } from './servers.ts';

/** Of a call, in milliseconds, by the number of tasks. */
export type Growth = Record<string, number[]>;

/** Three of the people, see seed.ts. */
const owners = [0, 1, 2];

/** Asks one at a time; each figure is the median of `repeats`. */
export async function growth(
  databases: Databases,
  sizes: number[],
  repeats: number,
  say: (line: string) => void,
): Promise<Growth> {
  const { engine } = databases;
  say(`${engine}: filling tables with ${sizes.reduce((a, b) => a + b).toLocaleString('en')} tasks`);
  const url = await databases.make('growing', 'seeded');
  await run(
    url,
    'delete from task',
    ...owners.map((person) => tasks(engine, sizes[person] ?? 0, String(person))),
    engine === 'sqlite' ? 'analyze' : 'vacuum analyze',
  );
  const server = await start(tydo, url);
  const found: Growth = {};
  try {
    const all = await Promise.all(owners.map((person) => callsOf(url, person)));
    for (const name of Object.keys(all[0] ?? {})) {
      found[name] = [];
      for (const person of owners) {
        const path = all[person]?.[name] ?? '';
        found[name].push(await time(server.port, person, path, repeats));
      }
      say(`${engine}: ${name}: ${found[name].map((ms) => `${ms.toFixed(2)} ms`).join(', ')}`);
    }
  } finally {
    await server.stop();
  }
  return found;
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
    'first page of what is done': list({ completed: true }),
    'deepest page of what is done': list({
      completed: true,
      cursor: cursorAfter(await lowest('and completed'), [true, '']),
    }),
    counts: '/trpc/task.counts',
    'search that finds much': list({ search: 'oat MILK' }),
    'search that finds nothing': list({ search: 'nowhere' }),
  };
}

async function time(port: number, person: number, path: string, repeats: number): Promise<number> {
  const times = [];
  for (let round = 0; round < repeats; round += 1) {
    const began = performance.now();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { cookie: cookieOf(person) },
    });
    const text = await answer.text();
    times.push(performance.now() - began);
    if (!answer.ok) throw new Error(`${path}: ${text}`);
    // What takes long needs no median of many.
    if (performance.now() - began > 200 && round >= 2) break;
  }
  return median(times);
}
