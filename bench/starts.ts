// How long a start takes, beside that of an empty process with the same libraries.
import type { Databases } from './databases.ts';
import { median } from './load.ts';
import { empty, type Server, start, tydo } from './servers.ts';

/** Seconds, and seconds of CPU, until `/readyz` says 200. */
export interface Starts {
  Tydo: { seconds: number; cpu: number };
  empty: { seconds: number; cpu: number };
  ratio: number;
  cpuRatio: number;
}

/** One after the other, in turns. The tables are there already. */
export async function starts(
  databases: Databases,
  rounds: number,
  say: (line: string) => void,
): Promise<Starts> {
  const url = await databases.make('started', 'seeded');
  const own: Server['started'][] = [];
  const other: Server['started'][] = [];
  // The first round reads the files from the disk.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [program, times] of [
      [tydo, own],
      [empty, other],
    ] as const) {
      const server = await start(program, url);
      await server.stop();
      if (round > 0) times.push(server.started);
    }
  }
  const of = (times: Server['started'][]) => ({
    seconds: median(times.map(({ seconds }) => seconds)),
    cpu: median(times.map(({ cpu }) => cpu)),
  });
  const ratioOf = (pick: 'seconds' | 'cpu') =>
    median(own.map((time, at) => time[pick] / (other[at]?.[pick] ?? 0)));
  const found = {
    Tydo: of(own),
    empty: of(other),
    ratio: ratioOf('seconds'),
    cpuRatio: ratioOf('cpu'),
  };
  say(`${databases.engine}: a start takes × ${found.ratio.toFixed(2)} of an empty process`);
  return found;
}
