// `pnpm bench` compares Tydo with the same work written by hand and with its libraries as documented, then
// measures many tasks and the start. Options, after `--`:
//   --short                       a minute; no starts, no growth
//   --engine sqlite --case get    only these engines and cases
//   --implementation Tydo         only these and the baseline
//   --checkout ../other           another version of Tydo too
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseNames } from './cases.ts';
import { renderChart } from './chart.ts';
import { engines, openDatabases } from './databases.ts';
import { measureGrowth } from './growth.ts';
import { measure, type Settings } from './measure.ts';
import { type Findings, type Results, report } from './report.ts';
import {
  baseline,
  type Implementations,
  implementations,
  leaveFirstCore,
  otherCheckout,
} from './servers.ts';
import { measureStarts } from './starts.ts';

const full: Settings = { rounds: 7, seconds: 2, warmUp: 5 };
const short: Settings = { rounds: 1, seconds: 0.3, warmUp: 0.2 };
const sizes: [number, number, number] = [100, 10_000, 1_000_000];

const { values: options } = parseArgs({
  options: {
    short: { type: 'boolean' },
    engine: { type: 'string', multiple: true, default: [...engines] },
    case: { type: 'string', multiple: true },
    implementation: { type: 'string', multiple: true },
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
const isIncluded = (name: string) =>
  name === baseline || (options.implementation?.includes(name) ?? true);
const chosen: Implementations = {
  ...Object.fromEntries(Object.entries(implementations).filter(([name]) => isIncluded(name))),
  ...(options.checkout === undefined ? {} : otherCheckout(options.checkout)),
};
const startTime = Date.now();
const say = (line: string) => {
  const seconds = String(Math.round((Date.now() - startTime) / 1_000)).padStart(4);
  process.stdout.write(`${seconds} s  ${line}\n`);
};

if (process.platform !== 'linux') {
  process.stderr.write('The bench reads /proc, which only Linux has.\n');
  process.exit(1);
}
const isPinned = leaveFirstCore();
if (!isPinned) say('no second core, or no taskset: servers and load share the cores');

const folder = await mkdtemp(join(tmpdir(), 'tydo-bench-logs-'));
const findings: [string, Findings][] = [];
for (const engine of engines.filter((name) => options.engine.includes(name))) {
  await using databases = await openDatabases(engine);
  const measured = await measure(databases, {
    ...plan,
    implementations: chosen,
    cases: caseNames.filter(isChosen),
    logOf: (implementation) => join(folder, `${engine} ${implementation}.log`),
    say,
  });
  const more =
    options.case || form === 'short'
      ? {}
      : {
          starts: await measureStarts(databases, 7, say),
          growth: await measureGrowth(databases, sizes, 200, say),
        };
  findings.push([engine, { ...measured, ...more }]);
}
await rm(folder, { recursive: true });

const results: Results = {
  form,
  machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.version}`,
  sizes,
  engines: Object.fromEntries(findings),
};
process.stdout.write(`\n${report(results)}\n`);
if (!options.case && findings.length === engines.length) {
  const place = join(import.meta.dirname, 'results');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${form}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
  writeFileSync(join(place, `${form}.svg`), renderChart(results));
  process.stdout.write(`bench/results/${form}.json, bench/results/${form}.svg\n`);
}
