// libical's recurrence vectors. They lie beside the project and are not part of it: without them the test
// is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { occurrences } from '../recurrence.ts';

const file = resolve(import.meta.dirname, '../../../../../shared/vectors/icalrecur_test.txt');
const isThere = existsSync(file);

/** The vectors that differ, by rule, and why. */
const differences: Record<string, string> = {
  'FREQ=YEARLY;BYMONTHDAY=29;COUNT=3': 'BYMONTHDAY is of all months, as in the table of RFC 5545.',
  'FREQ=YEARLY;BYMONTHDAY=-29,-1;COUNT=4': 'The same.',
  'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101':
    'libical does not implement it, and expects an error.',
};

type Vector = { rule: string; anchor: string; expected: string[] };

const dateOf = (text: string) =>
  text
    .replace(/Z$/, '')
    .replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')
    .replace(/T(\d\d)(\d\d)(\d\d)$/, 'T$1:$2:$3')
    .replace(/(T.*):00$/, '$1');

/** Blocks of lines `NAME:value`. START-AT is left out: what is expected is the whole series. */
function readVectors(): Vector[] {
  return readFileSync(file, 'utf8')
    .split('\n\n')
    .flatMap((block) => {
      const valueOf = (name: string) =>
        new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
      const rule = valueOf('RRULE');
      const expected = valueOf('INSTANCES').split(',').map(dateOf);
      return rule === '' ? [] : [{ rule, anchor: dateOf(valueOf('DTSTART')), expected }];
    });
}

test.skipIf(!isThere)('143 of the 146 vectors of libical hold', { timeout: 20_000 }, () => {
  const vectors = readVectors();
  const differing = vectors.filter(({ rule, anchor, expected }) => {
    const found = occurrences(rule, anchor, { limit: expected.length + 1 });
    return found.join() !== expected.join();
  });
  expect(vectors).toHaveLength(146);
  expect(differing.map(({ rule }) => rule)).toEqual(Object.keys(differences));
});

test.skipIf(!isThere)('of each vector, `after` gives the rest of the series', () => {
  for (const { rule, anchor } of readVectors()) {
    const all = occurrences(rule, anchor, { limit: 20 });
    for (const [place, after] of all.entries()) {
      expect(occurrences(rule, anchor, { after, limit: 19 - place })).toEqual(all.slice(place + 1));
    }
  }
});
