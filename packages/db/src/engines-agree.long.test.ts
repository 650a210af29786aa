// The same commands, with the same odd text, on both engines: the answers must be the same.
import { TaskCreate, TaskListInput, taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UnitOfWork } from './database.ts';
import { newPerson, openTemporaryDatabase, rounds } from './testing/databases.ts';

type Tasks = UnitOfWork['tasks'];
/** A call on the tasks that are there; `ids` are those of one engine, in order of creation. */
type Command = (tasks: Tasks, ids: number[]) => Promise<unknown>;

// Letters that change their length with their case, several scripts, marks, emoji, LIKE's signs.
const oddLetters = Array.from('aAßẞſiIİıσςΣéE\u0301ЖжჟჇ😀%_\\\'" \u00a0');

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...oddLetters), maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('😀'.repeat(taskLimits.title), 'x'.repeat(taskLimits.title)),
);
const task = fc
  .record({ title: text, description: text }, { requiredKeys: ['title'] })
  .map((input) => TaskCreate.safeParse(input).data)
  .filter((input) => input !== undefined);
const filter = fc
  .record(
    { completed: fc.boolean(), search: text, limit: fc.integer({ min: 1, max: 5 }) },
    { requiredKeys: [] },
  )
  .map((input) => TaskListInput.safeParse(input).data)
  .filter((input) => input !== undefined);
const nth = fc.nat({ max: 9 });
const at = (ids: number[], index: number) => ids[index % Math.max(ids.length, 1)] ?? taskLimits.id;

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: task.map(
      (input): Command =>
        async (tasks, ids) => {
          const created = await tasks.create(input);
          ids.push(created.id);
          return created;
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(nth, fc.option(task), fc.boolean()).map(
      ([index, change, completed]): Command =>
        (tasks, ids) =>
          tasks.update({ id: at(ids, index), ...change, completed }),
    ),
  },
  nth.map(
    (index): Command =>
      (tasks, ids) =>
        tasks.delete({ id: at(ids, index) }),
  ),
  fc.constant<Command>((tasks) => tasks.clearCompleted()),
  fc.constant<Command>((tasks) => tasks.counts()),
  {
    weight: 3,
    arbitrary: filter.map(
      (input): Command =>
        (tasks) =>
          tasks.list(input),
    ),
  },
);

/** What was answered, without what must differ: ids by their order, no times. */
async function play(tasks: Tasks, commands: Command[]): Promise<string[]> {
  const ids: number[] = [];
  const answers: string[] = [];
  for (const call of commands) {
    const answer = await call(tasks, ids).catch((error: unknown) => String(error));
    answers.push(
      JSON.stringify(answer, (key, value: unknown) => {
        if (key === 'id') return ids.indexOf(Number(value));
        if (key === 'nextCursor') return value === null;
        return key.endsWith('At') ? undefined : value;
      }),
    );
  }
  return answers;
}

test('both engines give the same answers to the same commands', async () => {
  await using sqlite = await openTemporaryDatabase('sqlite');
  await using postgres = await openTemporaryDatabase('postgresql');
  const numRuns = rounds(20, 2_000);
  let round = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 30 }), async (commands) => {
      round += 1;
      if (round % 100 === 0) process.stdout.write(`${round} of ${numRuns} rounds\n`);
      const person = newPerson();
      expect(await play(sqlite.db.unitOfWork(person).tasks, commands)).toEqual(
        await play(postgres.db.unitOfWork(person).tasks, commands),
      );
    }),
    { numRuns },
  );
});
