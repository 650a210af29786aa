import { expect, test } from 'vitest';
import { readInput } from './input.ts';
import { TaskCreate, TaskCreateMany, TaskListInput } from './task.ts';

test('a valid input is the output of the schema, and parsing it again changes nothing', () => {
  const read = readInput(TaskCreate, { title: ' milk ', description: '' });
  expect(read).toEqual({ data: { title: 'milk', description: null } });
  expect(readInput(TaskCreate, Object(read).data)).toEqual(read);
  expect(readInput(TaskListInput, undefined)).toEqual({ data: undefined });
});

test('problems are listed by field', () => {
  expect(readInput(TaskCreate, { title: ' ', owner: 'me' })).toEqual({
    zodError: {
      formErrors: ['Unrecognized key: "owner"'],
      fieldErrors: { title: ['Write something here.'] },
    },
  });
});

test('a problem says what is expected, and where in a list it is', () => {
  expect(readInput(TaskListInput, { limit: 101, completed: 'yes' })).toEqual({
    zodError: {
      formErrors: [],
      fieldErrors: {
        limit: ['Too big: expected number to be <=100'],
        completed: ['Invalid input: expected boolean, received string'],
      },
    },
  });
  expect(readInput(TaskCreateMany, { tasks: [{ title: 'x' }, { title: '' }] })).toEqual({
    zodError: { formErrors: [], fieldErrors: { tasks: ['1.title: Write something here.'] } },
  });
});

test('the number of problems is limited', () => {
  const read = readInput(TaskCreate, Object.fromEntries(Array(500).entries()));
  expect(JSON.stringify(read).length).toBeLessThan(2_000);
});
