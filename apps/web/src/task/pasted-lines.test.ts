import { expect, test } from 'vitest';
import { pastedLines } from './pasted-lines.ts';

test('each line of a pasted list is a task, without the marks of items', () => {
  expect(pastedLines('Milk\r\n\n  Bread \n')).toEqual(['Milk', 'Bread']);
  expect(pastedLines('- Milk\n* Bread\n• Salt\n- [ ] Call Bo\n[x] Done\n12. Twelve')).toEqual([
    'Milk',
    'Bread',
    'Salt',
    'Call Bo',
    'Done',
    'Twelve',
  ]);
  expect(pastedLines('2026 plans\n-5 degrees')).toEqual(['2026 plans', '-5 degrees']);
});

test('one line is no list', () => {
  expect(pastedLines('Milk')).toBeUndefined();
  expect(pastedLines('\nMilk\n')).toBeUndefined();
});
