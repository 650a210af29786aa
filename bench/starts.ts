// The time of a start, beside that of a minimal server with the same libraries.
import type { Databases } from './databases.ts';
import { median } from './load.ts';
import { minimal, type Server, startServer, tydo } from './servers.ts';

/** Seconds, and seconds of CPU, until `/readyz` is 200. */
export interface Starts {
  Tydo: { seconds: number; cpu: number };
  minimal: { seconds: number; cpu: number };
  ratio: number;
  cpuRatio: number;
}

/** Starts both servers alternately, with existing tables. */
export async function measureStarts(
  databases: Databases,
  rounds: number,
  say: (line: string) => void,
): Promise<Starts> {
  const url = await databases.create('started', 'seeded');
  const own: Server['started'][] = [];
  const other: Server['started'][] = [];
  // The first round is not counted: it reads the files from disk.
  for (let round = 0; round <= rounds; round += 1) {
    for (const [program, times] of [
      [tydo, own],
      [minimal, other],
    ] as const) {
      const server = await startServer(program, url);
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
    minimal: of(other),
    ratio: ratioOf('seconds'),
    cpuRatio: ratioOf('cpu'),
  };
  say(`${databases.engine}: a start takes × ${found.ratio.toFixed(2)} of a minimal server`);
  return found;
}
