import { expect, test } from 'vitest';
import { pastedTitles } from './pasted-lines.ts';

test('each line of a pasted list is a title, without the marks of items', () => {
  expect(pastedTitles('Milk\r\n\n  Bread \n')).toEqual(['Milk', 'Bread']);
  expect(pastedTitles('- Milk\n* Bread\n• Salt\n- [ ] Call Bo\n[x] Done\n12. Twelve')).toEqual([
    'Milk',
    'Bread',
    'Salt',
    'Call Bo',
    'Done',
    'Twelve',
  ]);
  expect(pastedTitles('2026 plans\n-5 degrees')).toEqual(['2026 plans', '-5 degrees']);
});

test('one line, and lines that are too long for a title, are no list', () => {
  expect(pastedTitles('Milk')).toBeUndefined();
  expect(pastedTitles('\nMilk\n')).toBeUndefined();
  expect(pastedTitles(`Milk\n${'long'.repeat(60)}`)).toBeUndefined();
});
