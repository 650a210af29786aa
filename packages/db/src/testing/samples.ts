// Finds valid values of a schema by trying, for tests that iterate over all fields.
import type { Schema } from '@tydo/schemas/input';

const candidates: readonly unknown[] = [
  'one',
  'two',
  true,
  false,
  null,
  5,
  9,
  ['x'],
  ['x', 'y'],
  '2026-12-24',
  '2026-12-24T09:00',
  'red',
  'green',
];

/** Of fields whose schema takes more than their rule. The first ones fit together in one task. */
const chosen: Record<string, readonly unknown[]> = {
  due: ['2026-12-24', '2026-12-24T09:00', '2026-12-24T09:00:30[Europe/Berlin]', null],
  start: ['2026-12-20', '2026-12-20T09:00', '2026-12-20T09:00[America/New_York]', null],
  deadline: ['2026-12-26', '2027-01-01', null],
  rule: ['FREQ=WEEKLY;BYDAY=TH', 'FREQ=DAILY;COUNT=9\nEXDATE:20261225', null],
  ruleFrom: ['completion', 'due'],
  anchor: ['2026-12-17', '2026-12-17T09:00'],
};

/** What a task needs so that a field can have its samples. */
export const neededFor: Readonly<Record<string, object | undefined>> = {
  rule: { due: '2026-12-24' },
  ruleFrom: { due: '2026-12-24', rule: 'FREQ=DAILY' },
  anchor: { due: '2026-12-24', rule: 'FREQ=DAILY' },
};

/** Two or three different values, more where they are chosen. @throws Error if too few candidates are valid: add some. */
export function samplesOf(name: string, schema: Schema<unknown>): unknown[] {
  const own = chosen[name];
  const taken = (own ?? candidates).flatMap((candidate) => {
    const read = schema.safeParse(candidate);
    return read.success ? [read.data] : [];
  });
  const different = new Map(taken.map((value) => [JSON.stringify(value), value]));
  if (different.size < 2) throw new Error(`There are no samples of ${name}: see samples.ts.`);
  return [...different.values()].slice(0, own ? undefined : 3);
}
