import { expect, test } from 'vitest';
import { idsNamed, parseFilter, renameInFilter, unknownNames } from '../filter.ts';
import { context } from '../testing/filter.ts';
import type { NameKind } from './expression.ts';

function parse(query: string) {
  const parsed = parseFilter(query);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.expr;
}

test('names that nothing has are unknown, each once, as they are written', () => {
  const query = '(#Nope | /Kitchen & @nope) & !#"Nope" & @pho* & #Inbox & /None*';
  expect(unknownNames(parse(query), context)).toEqual(['Nope', 'nope', 'None*']);
});

test('a name stands for all rows that have it', () => {
  expect(idsNamed({ type: 'list', name: 'HOME' }, context)).toEqual(new Set(['l1', 'l4']));
  expect(idsNamed({ type: 'list', name: 'inb*' }, context)).toEqual(new Set([null]));
});

test.each<[string, NameKind, string, string, string]>([
  ['#home & (p1|!# "Home")', 'list', 'Home', 'House', '#House & (p1|!# House)'],
  ['#Home | /Home | @Home | #Home*', 'label', 'Home', 'House', '#Home | /Home | @House | #Home*'],
  ['/Kitchen | today', 'section', 'kitchen', 'R&D', '/"R&D" | today'],
  ['#Inbox', 'list', 'Inbox', 'House', '#Inbox'],
])('in %s the %s %s becomes %s', (query, type, from, to, expected) => {
  const renamed = renameInFilter(query, parse(query), { type, from, to });
  expect(renamed).toBe(expected);
  expect(parseFilter(renamed).ok).toBe(true);
});
