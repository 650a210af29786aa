import { expect, test } from 'vitest';
import { readInput } from './input.ts';
import { TaskCreate, TaskListInput } from './task.ts';

test('what fits is given out as the schema has it, and stays so', () => {
  const read = readInput(TaskCreate, { title: ' milk ', description: '' });
  expect(read).toEqual({ data: { title: 'milk', description: null } });
  expect(readInput(TaskCreate, Object(read).data)).toEqual(read);
  expect(readInput(TaskListInput, undefined)).toEqual({ data: undefined });
});

test('what does not fit is told by field', () => {
  expect(readInput(TaskCreate, { title: ' ', owner: 'me' })).toEqual({
    zodError: {
      formErrors: [expect.any(String)],
      fieldErrors: { title: ['Write something here.'] },
    },
  });
});

test('of very much only a part is told', () => {
  const read = readInput(TaskCreate, Object.fromEntries(Array(500).entries()));
  expect(JSON.stringify(read).length).toBeLessThan(2_000);
});
