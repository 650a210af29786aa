// The table as a bar chart in SVG, in colours for light and dark pages.
import type { Results } from './report.ts';

const width = 760;
const left = 130;
const right = 90;
const bar = 13;
const top = 76;
const series = [
  {
    implementation: 'by hand',
    colour: '#8a94a6',
    name: 'the same work by hand (node:http, the driver)',
  },
  {
    implementation: 'documented',
    colour: '#d9893b',
    name: 'Express, tRPC, MikroORM, Better Auth as documented (without a journal)',
  },
  { implementation: 'Tydo', colour: '#2f7de1', name: 'Tydo' },
];
const row = series.length * bar + 14;

/** Server CPU by case, with a panel for each engine. */
export function renderChart({ engines, machine }: Results): string {
  const tables = Object.entries(engines).map(([engine, { table }]) => ({
    engine,
    rows: Object.entries(table),
  }));
  const most = tables.flatMap(({ rows }) =>
    rows.flatMap(([, of]) => Object.values(of).map(({ cpu }) => cpu)),
  );
  const scale = (width - left - right) / Math.max(...most);
  const panel = Math.max(...tables.map(({ rows }) => rows.length)) * row + 40;
  const panels = tables.map(({ engine, rows: cases }, at) => {
    const begin = top + at * panel;
    const rows = cases.map(([name, of], nth) => {
      const y = begin + 24 + nth * row;
      const bars = series.map(({ implementation, colour }, place) => {
        const { cpu = 0, ratio = 0 } = of[implementation] ?? {};
        const from = y + place * bar;
        const label = place === 0 ? cpu.toFixed(2) : `${cpu.toFixed(2)} (×${ratio.toFixed(1)})`;
        return `<rect x="${left}" y="${from}" width="${(cpu * scale).toFixed(1)}" height="${bar - 2}" rx="2" fill="${colour}"/>${text(left + cpu * scale + 6, from + 9, label)}`;
      });
      return `${text(left - 8, y + 23, name, 'text-anchor="end"')}${bars.join('')}`;
    });
    return `${text(0, begin + 10, engine, 'font-weight="600"')}${rows.join('\n')}`;
  });
  const legend = series.map(
    ({ colour, name }, at) =>
      `<rect x="0" y="${22 + at * 16}" width="11" height="11" rx="2" fill="${colour}"/>${text(18, 32 + at * 16, name)}`,
  );
  const height = top + panels.length * panel;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Server CPU for 1,000 requests" font-family="system-ui, sans-serif" font-size="12">
<style>text{fill:#24292f}@media (prefers-color-scheme:dark){text{fill:#e6edf3}}</style>
<title>Server CPU seconds for 1,000 requests, ${escape(machine)}</title>
${text(0, 12, 'Server CPU seconds for 1,000 requests: less is better', 'font-weight="600"')}
${legend.join('\n')}
${panels.join('\n')}
</svg>
`;
}

const text = (x: number, y: number, content: string, more = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escape(content)}</text>`;

const escape = (content: string): string =>
  content.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
