import { createTask } from '@tydo/rules/task';
import { expect, test } from 'vitest';
import type { Line } from './lines.ts';
import { targetAmong } from './section-target.ts';

const heading = (id: string): Line => ({
  kind: 'heading',
  isExpanded: true,
  section: { id, listId: 'home', name: id, rank: id, createdAt: '', updatedAt: '' },
});
function task(uid: string): Line {
  const now = '2026-11-30T09:00:00.000Z';
  const made = createTask({ title: uid }, { uid, now, ruleProblem: () => null });
  const row = { ...made, id: null };
  return { kind: 'task', task: row, depth: 0, hasSubtasks: false, isExpanded: false };
}

/** Rows of 10 pixels: 0 x, 10 # a, 20 a1, 30 # b, 40 # c, 50 c1. */
const lines = [task('x'), heading('a'), task('a1'), heading('b'), heading('c'), task('c1')];
const rows = lines.map((_, index) => ({ index, top: index * 10, bottom: index * 10 + 10 }));
const at = (id: string, y: number, shown = rows) => targetAmong(shown, lines, id, y);

test('a section goes before the one above that it is dragged over, or behind the one below', () => {
  expect(at('c', 25)).toEqual({ place: { before: 'a' }, edge: 10 });
  expect(at('c', 35)).toEqual({ place: { before: 'b' }, edge: 30 });
  expect(at('a', 35)).toEqual({ place: { after: 'b' }, edge: 40 });
  expect(at('a', 45)).toEqual({ place: { after: 'c' }, edge: 60 });
});

test('above the first section it is the first, below the last one the last', () => {
  expect(at('b', -50)).toEqual({ place: { before: 'a' }, edge: 10 });
  expect(at('b', 5)).toEqual({ place: { before: 'a' }, edge: 10 });
  expect(at('a', 500)).toEqual({ place: { after: 'c' }, edge: 60 });
});

test('it stays over itself, and where there is no other section', () => {
  expect(at('a', 15)).toBeUndefined();
  expect(at('c', 500)).toBeUndefined();
  expect(targetAmong([], lines, 'a', 5)).toBeUndefined();
  expect(targetAmong(rows, [task('x')], 'a', 5)).toBeUndefined();
});

test('the mark is beside the rows that are rendered', () => {
  const shown = rows.slice(2, 5);
  expect(at('c', 25, shown)).toEqual({ place: { before: 'a' }, edge: 20 });
});
