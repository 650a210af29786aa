// Measures in rounds, all implementations in each, so that other load on the machine affects all alike.
import { bytesOf, type Case, caseNames, cases } from './cases.ts';
import { compareAnswers, comparedCalls, type RunningServer } from './compare-answers.ts';
import type { Databases } from './databases.ts';
import { load, median, quantile } from './load.ts';
import { seed } from './seed.ts';
import { baseline, type Implementations, type Server, startServer, tydo } from './servers.ts';
import { cpuOf, memoryOf } from './usage.ts';

export interface Settings {
  rounds: number;
  seconds: number;
  /** Seconds of each case before the first round, in which V8 compiles the code. */
  warmUp: number;
}

interface Options extends Settings {
  implementations: Implementations;
  cases: Case[];
  logOf: (implementation: string) => string;
  say: (line: string) => void;
}

export interface Figures {
  /** Milliseconds of CPU for a request, or seconds for 1,000 requests. */
  cpu: number;
  databaseCpu: number;
  perSecond: number;
  /** In milliseconds. */
  p50: number;
  p99: number;
  /** To the baseline: the median of the ratios of all rounds. */
  ratio: number;
  databaseRatio: number;
}
/** By case and implementation. */
export type Table = Record<string, Record<string, Figures>>;

/** In MiB: after the start, and the maximum under load. */
export type Memory = Record<string, { idle: number; load: number }>;

type Sample = Omit<Figures, 'ratio' | 'databaseRatio'>;
interface Target extends RunningServer {
  server: Server;
  /** The number of the next call of each case. */
  next: Record<Case, number>;
  cookies: Map<number, string>;
  memory: { idle: number; load: number };
}

/** Fills a database, copies it for each implementation, compares their answers, and measures. */
export async function measure(
  databases: Databases,
  options: Options,
): Promise<{ table: Table; memory: Memory }> {
  const { engine } = databases;
  const { implementations, logOf, say } = options;
  say(`${engine}: filling the tables`);
  await createSeeded(databases);
  const targets: Target[] = [];
  for (const [implementation, program] of Object.entries(implementations)) {
    const url = await databases.create(`for ${implementation}`, 'seeded');
    const server = await startServer(program, url, logOf(implementation));
    const idle = memoryOf(server.pid);
    const next = Object.fromEntries(caseNames.map((name) => [name, comparedCalls]));
    targets.push({
      implementation,
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
    await compareAnswers(engine, targets);
    const samples = await runRounds(databases, targets, options);
    const memory = Object.fromEntries(
      targets.map((target) => [target.implementation, target.memory]),
    );
    return { table: tableOf(samples, Object.keys(implementations)), memory };
  } finally {
    for (const { server } of targets) await server.stop();
  }
}

/** Tydo creates the tables, its own and Better Auth's. */
export async function createSeeded(databases: Databases): Promise<void> {
  const url = await databases.create('seeded');
  const server = await startServer(tydo, url);
  await server.stop();
  await seed(databases.engine, url);
}

type Samples = Record<string, Record<string, Sample[]>>;

async function runRounds(
  databases: Databases,
  targets: Target[],
  { cases: names, say, ...settings }: Options,
): Promise<Samples> {
  const samples: Samples = {};
  for (let round = 0; round <= settings.rounds; round += 1) {
    for (const name of names) {
      // Rotates the order, so that each implementation follows each other one.
      targets.push(...targets.splice(0, 1));
      for (const target of targets) {
        const seconds = round === 0 ? settings.warmUp : settings.seconds;
        const sample = await sampleOf(databases, target, name, seconds);
        if (round > 0) ((samples[name] ??= {})[target.implementation] ??= []).push(sample);
      }
      const shown = targets.map(({ implementation }) => {
        const last = samples[name]?.[implementation]?.at(-1);
        return `${implementation} ${last?.cpu.toFixed(3) ?? 'warm'}`;
      });
      const step = round === 0 ? 'warming up' : `round ${round} of ${settings.rounds}`;
      say(`${databases.engine}: ${step}, ${name}: ${shown.toSorted().join(', ')}`);
    }
  }
  return samples;
}

async function sampleOf(
  databases: Databases,
  { server, next, cookies, memory, port }: Target,
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

function tableOf(samples: Samples, implementations: string[]): Table {
  const rows = Object.entries(samples).map(([name, byImplementation]) => {
    const columns = implementations.map((implementation) => {
      const own = byImplementation[implementation] ?? [];
      const medianOf = (pick: (sample: Sample) => number) => median(own.map(pick));
      const ratioOf = (pick: (sample: Sample) => number) =>
        median(
          own.map((sample, at) => pick(sample) / pick(byImplementation[baseline]?.[at] ?? sample)),
        );
      const figures: Figures = {
        cpu: medianOf((sample) => sample.cpu),
        databaseCpu: medianOf((sample) => sample.databaseCpu),
        perSecond: medianOf((sample) => sample.perSecond),
        p50: medianOf((sample) => sample.p50),
        p99: medianOf((sample) => sample.p99),
        ratio: ratioOf((sample) => sample.cpu),
        databaseRatio: ratioOf((sample) => sample.databaseCpu),
      };
      return [implementation, figures];
    });
    return [name, Object.fromEntries(columns)];
  });
  return Object.fromEntries(rows);
}
