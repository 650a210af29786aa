import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  TaskCreate,
  TaskCreateMany,
  TaskDeleteMany,
  TaskListInput,
  TaskRead,
  TaskUpdate,
  TaskUpdateMany,
  taskLimits,
} from './task.ts';
import { someTask } from './testing/task.ts';

const accepts = (title: string) => TaskCreate.safeParse({ title }).success;

describe('a title', () => {
  test.each([
    ['is trimmed as String.trim does', ' \t\u00a0\ufeff a b \n', 'a b'],
    ['keeps what trim keeps', '\u200ba\u0085'.slice(0, 2), '\u200ba'],
    ['may have 200 code points', '😀'.repeat(200), '😀'.repeat(200)],
    ['is counted after trimming', ` ${'x'.repeat(200)} `, 'x'.repeat(200)],
    ['is not normalised', 'e\u0301 ﬁ', 'e\u0301 ﬁ'],
    ['may begin with a mark', '\u0301a', '\u0301a'],
    ['may be one punctuation mark', '.', '.'],
    ['may be a single vowel sign', '\u093e', '\u093e'],
    ['may be a Hangul letter', '\u1100', '\u1100'],
    ['may have fillers beside a visible character', '\u3164x\u2800', '\u3164x\u2800'],
    ['may be a private-use character', '\ue000', '\ue000'],
  ])('%s', (_name, title, expected) => {
    expect(TaskCreate.parse({ title })).toEqual({ title: expected });
  });

  test.each([
    ['nothing', ''],
    ['white space', ' \t\u3000'],
    ['no visible character', '\u200b\u00ad\u0001\u2060'],
    ['Hangul fillers', '\u3164\u115f\u1160\uffa0'],
    ['an empty Braille pattern', '\u2800'],
    ['a mark without a base', '\u0301'],
    ['marks on a space', ' \u0301\u20dd\u200d'],
    ['variation selectors', '\ufe0f\u{e0100}\u180b'],
    ['unassigned default ignorables', '\u{e0001}\u{e0fff}\u2065\ufff0'],
    ['joiners without an emoji', '\u200d\ufe0f'],
    ['201 letters', 'x'.repeat(201)],
    ['201 code points', '😀'.repeat(201)],
    ['a line feed', 'a\nb'],
    ['a carriage return', 'a\rb'],
    ['NEL', 'a\u0085b'],
    ['a line separator', 'a\u2028b'],
    ['a paragraph separator', 'a\u2029b'],
    ['NUL', 'a\0b'],
    ['a lone surrogate', 'a\ud83d'],
  ])('that is or has %s is refused', (_name, title) => {
    expect(accepts(title)).toBe(false);
  });

  test('that was accepted is accepted again, unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const once = TaskCreate.safeParse({ title });
        return !once.success || TaskCreate.parse(once.data).title === once.data.title;
      }),
    );
  });
});

describe('a description', () => {
  test.each([
    ['is kept as it is', ' a\r\n\u2028b ', ' a\r\n\u2028b '],
    ['becomes null when empty', '', null],
    ['may be null', null, null],
    ['may have 1000 code points', '😀'.repeat(1000), '😀'.repeat(1000)],
  ])('%s', (_name, description, expected) => {
    expect(TaskUpdate.parse({ id: 1, description }).description).toBe(expected);
  });

  test.each([
    ['1001 letters', 'x'.repeat(1001)],
    ['NUL', '\0'],
    ['a lone surrogate', '\udc00'],
  ])('with %s is refused', (_name, description) => {
    expect(TaskUpdate.safeParse({ id: 1, description }).success).toBe(false);
  });
});

test.each([
  [{ title: 'x', done: true }],
  [{ title: 'x', id: 1 }],
  [JSON.parse('{"title":"x","__proto__":{"a":1}}')],
  [{ title: ['x'] }],
  [{}],
  [null],
  [[]],
])('%j is not a new task', (input) => {
  expect(TaskCreate.safeParse(input).success).toBe(false);
});

test.each([0, -1, 1.5, taskLimits.id + 1, Number.NaN, Infinity, '', 'a b', null])(
  '%s is not an id',
  (id) => {
    expect(TaskUpdate.safeParse({ id }).success).toBe(false);
  },
);

test.each([
  ['2026-01-02T03:04:05.678Z', true],
  ['2026-01-02T03:04:05Z', false],
  ['2026-01-02T03:04:05.678901Z', false],
  ['2026-01-02T03:04:05.678+00:00', false],
  ['2026-02-30T03:04:05.678Z', false],
])('a timestamp is ISO with milliseconds: %s is %s', (ifUpdatedAt, valid) => {
  expect(TaskUpdate.safeParse({ id: 1, ifUpdatedAt }).success).toBe(valid);
});

describe('the input of a list', () => {
  test.each([
    [undefined, undefined],
    [{}, {}],
    [{ search: '  a b ' }, { search: 'a b' }],
    [{ search: ' ' }, { search: '' }],
    [{ search: '😀'.repeat(200) }, { search: '😀'.repeat(200) }],
    [
      { cursor: null, direction: 'forward', limit: 100 },
      { cursor: null, direction: 'forward', limit: 100 },
    ],
  ])('%j is valid', (input, output) => {
    expect(TaskListInput.parse(input)).toEqual(output);
  });

  test.each([
    [{ limit: 0 }],
    [{ limit: 101 }],
    [{ limit: 1.5 }],
    [{ search: 'x'.repeat(201) }],
    [{ search: '\0' }],
    [{ cursor: '' }],
    [{ direction: 'backward' }],
    [{ completed: 'true' }],
    [{ offset: 1 }],
    [null],
  ])('%j is refused', (input) => {
    expect(TaskListInput.safeParse(input).success).toBe(false);
  });
});

describe('many tasks at once', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  test.each([
    [0, false],
    [1, true],
    [1000, true],
    [1001, false],
  ])('%i ids are valid: %s', (count, valid) => {
    expect(TaskDeleteMany.safeParse({ ids: ids(count) }).success).toBe(valid);
    expect(TaskUpdateMany.safeParse({ ids: ids(count), completed: true }).success).toBe(valid);
  });

  test.each([
    [0, false],
    [1, true],
    [100, true],
    [101, false],
  ])('%i new tasks are valid: %s', (count, valid) => {
    const tasks = ids(count).map((id) => ({ title: `task ${id}` }));
    expect(TaskCreateMany.safeParse({ tasks }).success).toBe(valid);
  });

  test.each([
    [{ ids: [1, 2, 1] }],
    [{ ids: [1, 0] }],
    [{ ids: ['ä'] }],
    [{ ids: 1 }],
    [{ ids: [1], title: 'x' }],
    [{}],
  ])('%j does not name tasks', (input) => {
    expect(TaskDeleteMany.safeParse(input).success).toBe(false);
    expect(TaskUpdateMany.safeParse({ ...input, completed: true }).success).toBe(false);
  });
});

test('an output has no fields but those of the contract', () => {
  expect(TaskRead.parse({ ...someTask, userId: 'u' })).toEqual(someTask);
});
