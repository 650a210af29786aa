// The results as text tables.
import type { Growth } from './growth.ts';
import type { Memory, Table } from './measure.ts';
import type { Starts } from './starts.ts';

/** The results of one engine. */
export interface Findings {
  table: Table;
  memory: Memory;
  starts?: Starts;
  growth?: Growth;
}

export interface Results {
  form: 'full' | 'short';
  machine: string;
  sizes: number[];
  engines: Record<string, Findings>;
}

export function report({ machine, sizes, engines }: Results): string {
  const parts = Object.entries(engines).map(([engine, findings]) =>
    [
      `${engine}, ${machine}`,
      costTable(findings),
      memoryTable(findings),
      ...(findings.starts ? [startTable(findings.starts)] : []),
      ...(findings.growth ? [growthTable(findings.growth, sizes)] : []),
    ].join('\n\n'),
  );
  return `${parts.join('\n\n\n')}\n`;
}

function costTable({ table }: Findings): string {
  const rows = Object.entries(table).flatMap(([name, of]) =>
    Object.entries(of).map(([implementation, figures], at) => {
      const { cpu, ratio, databaseCpu, databaseRatio, perSecond, p50, p99 } = figures;
      return [
        at === 0 ? name : '',
        implementation,
        cpu.toFixed(3),
        ratio.toFixed(2),
        ...(databaseCpu > 0 ? [databaseCpu.toFixed(3), databaseRatio.toFixed(2)] : ['', '']),
        perSecond.toFixed(0),
        p50.toFixed(1),
        p99.toFixed(1),
      ];
    }),
  );
  const head = ['', '', 'CPU s/1k', 'ratio', 'db CPU', 'ratio', 'req/s', 'p50 ms', 'p99 ms'];
  return columns([head, ...rows]);
}

const memoryTable = ({ memory }: Findings): string =>
  columns([
    ['memory, MiB', 'idle', 'load'],
    ...Object.entries(memory).map(([implementation, { idle, load }]) => [
      implementation,
      idle.toFixed(0),
      load.toFixed(0),
    ]),
  ]);

const startTable = ({ Tydo, minimal, ratio, cpuRatio }: Starts): string =>
  columns([
    ['start', 's', 'CPU s'],
    ['minimal server', minimal.seconds.toFixed(2), minimal.cpu.toFixed(2)],
    ['Tydo', Tydo.seconds.toFixed(2), Tydo.cpu.toFixed(2)],
    ['ratio', ratio.toFixed(2), cpuRatio.toFixed(2)],
  ]);

const growthTable = (growth: Growth, sizes: number[]): string =>
  columns([
    ['ms, by number of tasks', ...sizes.map((size) => size.toLocaleString('en')), 'ratio'],
    ...Object.entries(growth).map(([name, times]) => [
      name,
      ...times.map((ms) => ms.toFixed(2)),
      ((times.at(-1) ?? 0) / (times[0] ?? 0)).toFixed(2),
    ]),
  ]);

/** Aligns columns of words to the left, columns of numbers to the right. */
function columns(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const isWord = (at: number) =>
    at === 0 || rows.slice(1).some((row) => /[a-z]/.test(row[at] ?? ''));
  const words = widths.map((_, at) => isWord(at));
  return rows
    .map((row) =>
      widths
        .map((width, at) =>
          words[at] ? (row[at] ?? '').padEnd(width) : (row[at] ?? '').padStart(width),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
