// All writes can be undone, and the journal alone can rebuild all rows.
import { randomUUID } from 'node:crypto';
import type { Operation } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { UnitOfWork } from '../open-database.ts';
import { engines, newPerson, openTemporaryDatabase, shortOrLong } from '../testing/databases.ts';
import { openThroughProxy } from '../testing/through-proxy.ts';

const nth = fc.nat({ max: 7 });
const title = fc.constantFrom('a', 'b', 'c');
const newTask = fc.record(
  { title, description: fc.constantFrom(null, 'x', 'y') },
  { requiredKeys: ['title'] },
);
const action = fc.oneof(
  fc.record({ do: fc.constant('create' as const), task: newTask }),
  fc.record({
    do: fc.constant('createMany' as const),
    tasks: fc.array(newTask, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    do: fc.constant('update' as const),
    nth,
    changes: fc.record(
      { title, description: fc.constantFrom(null, 'x', 'y'), completed: fc.boolean() },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    do: fc.constantFrom('updateMany' as const, 'deleteMany' as const),
    some: fc.uniqueArray(nth, { minLength: 1, maxLength: 4 }),
    completed: fc.boolean(),
  }),
  fc.record({ do: fc.constantFrom('delete' as const, 'undo' as const), nth }),
  fc.record({ do: fc.constant('clearCompleted' as const) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const listed = async ({ tasks }: UnitOfWork) => (await tasks.list({ limit: 100 })).items;

/** All operations, read in pages. */
async function history({ operations }: UnitOfWork): Promise<Operation[]> {
  const all: Operation[] = [];
  for (let seq = 0; ; ) {
    const page = await operations.since({ seq, limit: 7 });
    if (page.items.length === 0) return all;
    all.push(...page.items);
    seq = page.seq;
  }
}

async function perform(me: UnitOfWork, wanted: Action): Promise<unknown> {
  const ids = (await listed(me)).map(({ id }) => id);
  const pick = (index: number) => ids[index % Math.max(ids.length, 1)] ?? 1;
  switch (wanted.do) {
    case 'create':
      return me.tasks.create(wanted.task);
    case 'createMany':
      return me.tasks.createMany({ tasks: wanted.tasks });
    case 'update':
      return me.tasks.update({ id: pick(wanted.nth), ...wanted.changes });
    case 'delete':
      return me.tasks.delete({ id: pick(wanted.nth) });
    case 'clearCompleted':
      return me.tasks.clearCompleted();
    case 'undo': {
      const operation = (await history(me)).at(-1 - wanted.nth);
      return me.operations.undo({ id: operation?.id ?? randomUUID() });
    }
    case 'updateMany':
    case 'deleteMany': {
      const some = { ids: [...new Set(wanted.some.map(pick))] };
      return wanted.do === 'deleteMany'
        ? me.tasks.deleteMany(some)
        : me.tasks.updateMany({ ...some, completed: wanted.completed });
    }
  }
}

const withoutTime = (task: TaskRead) => ({ ...task, updatedAt: undefined });

describe.each(engines)('the journal on %s', (engine) => {
  test('any sequence of writes, undone from the last to the first, restores every field', async () => {
    await using temporary = await openTemporaryDatabase(engine);
    const numRuns = shortOrLong(2, 1_000);
    const seed = shortOrLong(20_261_125, Date.now());
    let operationCount = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(newTask, { maxLength: 4 }),
        fc.array(action, { minLength: 3, maxLength: 15, size: 'max' }),
        async (stock, actions) => {
          const me = temporary.db.unitOfWork(newPerson());
          for (const task of stock) await me.tasks.create(task);
          const begin = await listed(me);
          const before = (await history(me)).length;
          for (const wanted of actions) await perform(me, wanted).catch(expectRefusal);

          const done = (await history(me)).slice(before);
          operationCount += done.length;
          expect(replayed(await history(me))).toEqual(await listed(me));
          for (const { id } of done.toReversed()) await me.operations.undo({ id });
          expect((await listed(me)).map(withoutTime)).toEqual(begin.map(withoutTime));
          expect(replayed(await history(me))).toEqual(await listed(me));
        },
      ),
      { numRuns, seed },
    );
    process.stdout.write(
      `${engine}: ${numRuns} runs, ${operationCount} operations, seed ${seed}\n`,
    );
  }, 3_600_000);
});

/** The tasks after all changes are applied, starting with none. */
function replayed(operations: Operation[]): TaskRead[] {
  const tasks = new Map<number, TaskRead>();
  for (const change of operations.flatMap(({ changes }) => changes)) {
    if (change.noun !== 'task') continue;
    const { id: taskId, before, after } = change;
    expect(tasks.get(taskId) ?? null).toEqual(before);
    if (after) tasks.set(taskId, after);
    else tasks.delete(taskId);
  }
  return [...tasks.values()].toSorted((a, b) => b.id - a.id);
}

function expectRefusal(error: unknown): void {
  expect(['NOT_FOUND', 'CONFLICT']).toContain(Object(error).code);
}

test('a write whose reply to COMMIT was lost is done once when it is repeated under its operationId', async () => {
  await using pool = await openThroughProxy();
  const me = pool.db.unitOfWork(newPerson());
  const { id } = await me.tasks.create({ title: 'begin' });
  const times = shortOrLong(1, 500);
  let unknown = 0;
  for (let round = 0; round < times; round += 1) {
    const update = { id, title: `title ${round}`, operationId: randomUUID() };
    pool.proxy.cutAfter('commit');
    const answer = await me.tasks.update(update).catch((error: unknown) => {
      expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', data: { outcome: 'unknown' } });
      unknown += 1;
      return me.tasks.update(update);
    });
    expect(answer).toMatchObject({ title: `title ${round}` });
    expect(await me.tasks.update(update)).toEqual(answer);
  }
  process.stdout.write(`${times} lost replies, ${unknown} told as unknown\n`);
  expect((await history(me)).map(({ changes }) => changes[0]?.after)).toMatchObject([
    { title: 'begin' },
    ...Array.from({ length: times }, (_, round) => ({ title: `title ${round}` })),
  ]);
}, 3_600_000);
