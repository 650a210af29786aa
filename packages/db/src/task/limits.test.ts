// Each limit of each verb, through all layers: at it, within it, and beyond it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tasks } from '../open-database.ts';
import { engines, newPerson, newTasks, openTemporaryDatabase } from '../testing/databases.ts';

type Bound = [
  what: string,
  range: [from: number, to: number],
  call: (tasks: Tasks, size: number) => Promise<unknown>,
  field: string,
];
// One code point, two UTF-16 units, four bytes.
const text = (size: number) => '😀'.repeat(size);
const ids = (size: number) => Array.from({ length: size }, (_, place) => 1_000_000 + place);
const bounds: Bound[] = [
  [
    'code points of a title',
    [1, 200],
    async (tasks, size) => {
      const { id, title } = await tasks.create({ title: text(size) });
      expect(title).toBe(text(size));
      expect((await tasks.get({ id })).title).toBe(text(size));
    },
    'title',
  ],
  [
    'code points of a changed description',
    [0, 1_000],
    async (tasks, size) => {
      const { id } = await tasks.create({ title: 'x', description: 'y' });
      await tasks.update({ id, description: text(size) });
      expect((await tasks.get({ id })).description).toBe(text(size) || null);
    },
    'description',
  ],
  [
    'code points of a search',
    [0, 200],
    (tasks, size) => tasks.list({ search: text(size) }),
    'search',
  ],
  ['tasks on a page', [1, 100], (tasks, limit) => tasks.list({ limit }), 'limit'],
  [
    'new tasks at once',
    [1, 100],
    (tasks, size) => tasks.createMany({ tasks: newTasks(size) }),
    'tasks',
  ],
  [
    'ticks at once',
    [1, 1_000],
    (tasks, size) => tasks.updateMany({ ids: ids(size), completed: true }),
    'ids',
  ],
  ['deletions at once', [1, 1_000], (tasks, size) => tasks.deleteMany({ ids: ids(size) }), 'ids'],
  ['ids to read', [1, 2 ** 31 - 1], (tasks, id) => tasks.get({ id }), 'id'],
  ['ids to change', [1, 2 ** 31 - 1], (tasks, id) => tasks.update({ id, title: 'x' }), 'id'],
  ['ids to delete', [1, 2 ** 31 - 1], (tasks, id) => tasks.delete({ id }), 'id'],
];

describe.each(engines)('limits on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  test.each(bounds)(
    '%s: within %j, and not one beside it',
    async (_what, [from, to], call, field) => {
      const { tasks } = temporary.db.unitOfWork(newPerson());
      const refusals = async (size: number) => {
        try {
          await call(tasks, size);
          return undefined;
        } catch (error) {
          const { code, data } = Object(error);
          // Valid, except that there is no such task.
          return code === 'NOT_FOUND'
            ? undefined
            : (Object.keys(data?.zodError?.fieldErrors ?? {}) ?? error);
        }
      };
      for (const size of [from, from + 1, to - 1, to]) {
        expect([size, await refusals(size)]).toEqual([size, undefined]);
      }
      for (const size of [from - 1, to + 1].filter((beside) => beside >= 0)) {
        expect([size, await refusals(size)]).toEqual([size, [field]]);
      }
    },
  );
});
