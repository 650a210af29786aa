import { expect, test } from 'vitest';
import { pastedLines } from './pasted-lines.ts';

const textsOf = (text: string) => pastedLines(text)?.map((line) => line.text);

test('each line of a pasted list is a task, without the marks of items', () => {
  expect(textsOf('Milk\r\n\n  Bread \n')).toEqual(['Milk', 'Bread']);
  expect(textsOf('- Milk\n* Bread\n• Salt\n- [ ] Call Bo\n[x] Done\n12. Twelve')).toEqual([
    'Milk',
    'Bread',
    'Salt',
    'Call Bo',
    'Done',
    'Twelve',
  ]);
  expect(textsOf('2026 plans\n-5 degrees')).toEqual(['2026 plans', '-5 degrees']);
});

test('an indented line is below the line before it that is indented less', () => {
  const depths = (text: string) => pastedLines(text)?.map(({ depth }) => depth);
  expect(depths('a\n\tb\n\t\tc\n\td\ne')).toEqual([0, 1, 2, 1, 0]);
  expect(depths('  - a\n    - b\n  - c\n      - d')).toEqual([0, 1, 0, 1]);
  // A fourth of a tab, where programs mix them.
  expect(depths('a\n    b\n\tc\n  d')).toEqual([0, 1, 1, 1]);
  expect(depths('a\n b\n  c\n   d\n    e\n     f\n      g')).toEqual([0, 1, 2, 3, 4, 4, 4]);
});

test('one line is no list', () => {
  expect(pastedLines('Milk')).toBeUndefined();
  expect(pastedLines('\nMilk\n')).toBeUndefined();
});
