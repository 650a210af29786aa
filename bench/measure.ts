// Rounds in which every peer is measured in turn, so that what else the machine does meets all alike.
import { bytesOf, type Case, caseNames, cases } from './cases.ts';
import { check, compared, type Running } from './check.ts';
import type { Databases } from './databases.ts';
import { load, median, quantile } from './load.ts';
import { seed } from './seed.ts';
import { type Peers, reference, type Server, start, tydo } from './servers.ts';
import { cpuOf, memoryOf } from './usage.ts';

/** How long and how often. */
export interface Form {
  rounds: number;
  seconds: number;
  /** Seconds of each case beforehand: V8 compiles what it meets often. */
  warmUp: number;
}

interface Order extends Form {
  peers: Peers;
  cases: Case[];
  logOf: (peer: string) => string;
  say: (line: string) => void;
}

export interface Figures {
  /** Milliseconds of CPU for a request: the same number as seconds for 1,000. */
  cpu: number;
  databaseCpu: number;
  perSecond: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
  /** To the reference, the median of the rounds' own. */
  ratio: number;
  databaseRatio: number;
}
/** By case and peer. */
export type Table = Record<string, Record<string, Figures>>;

/** In MiB: after the start, and the most that was seen under load. */
export type Memory = Record<string, { idle: number; load: number }>;

type Sample = Omit<Figures, 'ratio' | 'databaseRatio'>;
interface Contender extends Running {
  server: Server;
  /** The number of the next call of each case. */
  next: Record<Case, number>;
  cookies: Map<number, string>;
  memory: { idle: number; load: number };
}

/** Fills a database, gives each peer a copy, compares their answers, and measures. */
export async function measure(
  databases: Databases,
  order: Order,
): Promise<{ table: Table; memory: Memory }> {
  const { engine } = databases;
  const { peers, logOf, say } = order;
  say(`${engine}: filling the tables`);
  await makeSeeded(databases);
  const contenders: Contender[] = [];
  for (const [peer, program] of Object.entries(peers)) {
    const url = await databases.make(`of ${peer}`, 'seeded');
    const server = await start(program, url, logOf(peer));
    const idle = memoryOf(server.pid);
    const next = Object.fromEntries(caseNames.map((name) => [name, compared]));
    contenders.push({
      peer,
      port: server.port,
      url,
      server,
      next: next as Record<Case, number>,
      cookies: new Map(),
      memory: { idle, load: idle },
    });
  }
  try {
    say(`${engine}: comparing the answers`);
    await check(engine, contenders);
    const samples = await rounds(databases, contenders, order);
    const memory = Object.fromEntries(contenders.map((one) => [one.peer, one.memory]));
    return { table: tableOf(samples, Object.keys(peers)), memory };
  } finally {
    for (const { server } of contenders) await server.stop();
  }
}

/** Tydo makes the tables, its own and Better Auth's. */
export async function makeSeeded(databases: Databases): Promise<void> {
  const url = await databases.make('seeded');
  const server = await start(tydo, url);
  await server.stop();
  await seed(databases.engine, url);
}

type Samples = Record<string, Record<string, Sample[]>>;

async function rounds(
  databases: Databases,
  contenders: Contender[],
  { cases: names, say, ...form }: Order,
): Promise<Samples> {
  const samples: Samples = {};
  for (let round = 0; round <= form.rounds; round += 1) {
    for (const name of names) {
      // Whoever came first comes last: what the one before has left behind meets all.
      contenders.push(...contenders.splice(0, 1));
      for (const contender of contenders) {
        const seconds = round === 0 ? form.warmUp : form.seconds;
        const sample = await sampleOf(databases, contender, name, seconds);
        if (round > 0) ((samples[name] ??= {})[contender.peer] ??= []).push(sample);
      }
      const shown = contenders.map(({ peer }) => {
        const last = samples[name]?.[peer]?.at(-1);
        return `${peer} ${last?.cpu.toFixed(3) ?? 'warm'}`;
      });
      const step = round === 0 ? 'warming up' : `round ${round} of ${form.rounds}`;
      say(`${databases.engine}: ${step}, ${name}: ${shown.toSorted().join(', ')}`);
    }
  }
  return samples;
}

async function sampleOf(
  databases: Databases,
  { server, next, cookies, memory, port }: Contender,
  name: Case,
  seconds: number,
): Promise<Sample> {
  const before = { server: cpuOf(server.pid), database: databases.cpu() };
  const loaded = await load(port, seconds, () => bytesOf(cases[name](next[name]++), port, cookies));
  const milliseconds = (used: number) => (used * 1_000) / loaded.requests;
  const sample = {
    cpu: milliseconds(cpuOf(server.pid) - before.server),
    databaseCpu: milliseconds(databases.cpu() - before.database),
    perSecond: loaded.requests / loaded.seconds,
    p50: quantile(loaded.latencies, 0.5),
    p99: quantile(loaded.latencies, 0.99),
  };
  memory.load = Math.max(memory.load, memoryOf(server.pid));
  return sample;
}

function tableOf(samples: Samples, peers: string[]): Table {
  const rows = Object.entries(samples).map(([name, of]) => {
    const columns = peers.map((peer) => {
      const own = of[peer] ?? [];
      const of1 = (pick: (sample: Sample) => number) => median(own.map(pick));
      const ratioOf = (pick: (sample: Sample) => number) =>
        median(own.map((sample, at) => pick(sample) / pick(of[reference]?.[at] ?? sample)));
      const figures: Figures = {
        cpu: of1((sample) => sample.cpu),
        databaseCpu: of1((sample) => sample.databaseCpu),
        perSecond: of1((sample) => sample.perSecond),
        p50: of1((sample) => sample.p50),
        p99: of1((sample) => sample.p99),
        ratio: ratioOf((sample) => sample.cpu),
        databaseRatio: ratioOf((sample) => sample.databaseCpu),
      };
      return [peer, figures];
    });
    return [name, Object.fromEntries(columns)];
  });
  return Object.fromEntries(rows);
}
