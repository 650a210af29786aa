import { expect, test } from 'vitest';
import cases from './cases/quick-add.json' with { type: 'json' };
import { parseQuickAdd } from './quick-add.ts';

const names = {
  lists: ['Home', 'Home Improvements', 'Party'],
  sections: ['Kitchen'],
  labels: ['phone'],
};

test.each(cases)('reads $text', ({ text, expect: expected, now, zone, dateOrder }) => {
  const order = dateOrder === 'dmy' ? 'dmy' : 'mdy';
  const { spans: _, ...fields } = parseQuickAdd(text, { now, zone, dateOrder: order, names });
  expect(fields).toEqual(expected);
});
