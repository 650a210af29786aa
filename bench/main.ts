// `pnpm bench`: what Tydo costs beside the same work by hand, and beside what the documentation of its
// libraries shows; with much in it; to start. `pnpm bench -- --short` takes a minute, and leaves out the
// last two. `--engine sqlite --case get --case counts` measures those cases alone, `--checkout ../other` another
// version beside this one, `--peer Tydo` only those named and the reference.
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseNames } from './cases.ts';
import { engines, openDatabases } from './databases.ts';
import { growth } from './growth.ts';
import { type Form, measure } from './measure.ts';
import { picture } from './picture.ts';
import { type Findings, type Results, report } from './report.ts';
import { other, type Peers, peers, reference, stepAside } from './servers.ts';
import { starts } from './starts.ts';

const full: Form = { rounds: 7, seconds: 2, warmUp: 5 };
const short: Form = { rounds: 1, seconds: 0.3, warmUp: 0.2 };
const sizes: [number, number, number] = [100, 10_000, 1_000_000];

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean' },
    engine: { type: 'string', multiple: true, default: [...engines] },
    case: { type: 'string', multiple: true },
    peer: { type: 'string', multiple: true },
    checkout: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const form = options.short === true ? 'short' : 'full';
const plan = {
  ...(form === 'short' ? short : full),
  ...(options.seconds === undefined ? {} : { seconds: Number(options.seconds) }),
  ...(options.rounds === undefined ? {} : { rounds: Number(options.rounds) }),
};
const isChosen = (name: string) => options.case?.includes(name) ?? true;
const isPart = (name: string) => name === reference || (options.peer?.includes(name) ?? true);
const chosenPeers: Peers = {
  ...Object.fromEntries(Object.entries(peers).filter(([name]) => isPart(name))),
  ...(options.checkout === undefined ? {} : other(options.checkout)),
};
const began = Date.now();
const say = (line: string) => {
  const seconds = String(Math.round((Date.now() - began) / 1_000)).padStart(4);
  process.stdout.write(`${seconds} s  ${line}\n`);
};

if (process.platform !== 'linux') {
  process.stderr.write('The bench reads /proc, which only Linux has.\n');
  process.exit(1);
}
const apart = stepAside();
if (!apart) say('no second core, or no taskset: servers and load share what there is');

const folder = await mkdtemp(join(tmpdir(), 'tydo-bench-logs-'));
const found: [string, Findings][] = [];
for (const engine of engines.filter((name) => options.engine.includes(name))) {
  await using databases = await openDatabases(engine);
  const measured = await measure(databases, {
    ...plan,
    peers: chosenPeers,
    cases: caseNames.filter(isChosen),
    logOf: (peer) => join(folder, `${engine} ${peer}.log`),
    say,
  });
  const more =
    options.case || form === 'short'
      ? {}
      : {
          starts: await starts(databases, 7, say),
          growth: await growth(databases, sizes, 200, say),
        };
  found.push([engine, { ...measured, ...more }]);
}
await rm(folder, { recursive: true });

const results: Results = {
  form,
  machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`,
  sizes,
  engines: Object.fromEntries(found),
};
process.stdout.write(`\n${report(results)}\n`);
if (!options.case && found.length === engines.length) {
  const place = join(import.meta.dirname, 'results');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${form}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(place, `${form}.svg`), picture(results));
  process.stdout.write(`bench/results/${form}.json, bench/results/${form}.svg\n`);
}
