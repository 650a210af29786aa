// Twenty people call random procedures at the same time, with the ids and cursors of all. The checks need no
// knowledge of a procedure: the rules for every call (testing/procedure-calls.ts), and that the data of idle people
// never changes.
import { postgresOrBoth, shortOrLong } from '@tydo/db/testing';
import { maxBatchSize } from '@tydo/schemas/wire';
import { expect, test } from 'vitest';
import { type Door, doors } from './testing/doors.ts';
import {
  type MultiUserServer,
  type Person,
  procedures,
  startMultiUserServer,
} from './testing/multi-user-server.ts';
import { type Call, describeCalls, marksIn, withoutCursors } from './testing/procedure-calls.ts';
import { type Random, seeded } from './testing/random.ts';
import { inputOf } from './testing/random-input.ts';
import { createTasks } from './testing/task-owner.ts';

// Fixed in the short run.
const seed = shortOrLong(20_261_125, Date.now());
const totalCalls = shortOrLong(100, 50_000);

test.each(postgresOrBoth)(`random calls keep people apart on %s (seed ${seed})`, async (engine) => {
  await using server = await startMultiUserServer(engine, shortOrLong(5, 20));
  await Promise.all(server.people.map(createTasks));
  const random = seeded(seed);
  // Without those that created the rows.
  const end = server.callCount() + totalCalls;
  for (let next = 5_000; server.callCount() < end; ) {
    await runTurn(random, server);
    if (server.callCount() < next) continue;
    process.stdout.write(
      `${engine}, seed ${seed}, ${server.callCount()} calls: ${server.codeCounts()}\n`,
    );
    next += 5_000;
  }
  const rows = await server.rowsOf(server.people);
  for (const { mark, row } of [...rows, ...(await server.operationRows())]) {
    // Settings have no text.
    expect(marksIn(row).filter((found) => found !== mark)).toEqual([]);
  }
});

/** Some people call at the same time; the data of the others stays the same. */
async function runTurn(random: Random, server: MultiUserServer): Promise<void> {
  const [idle, ...others] = random.shuffled(server.people) as [Person, ...Person[]];
  // At most ten, so that all calls finish in time on a busy machine.
  const actors = others.splice(0, random.between(1, Math.min(others.length, 10)));
  const actions = actors.map((actor) => {
    const requests = [1, 2, 3].map(() => requestOf(random, server.people, actor));
    return async () => {
      for (const request of requests) await actor.send(...request);
    };
  });
  const query = requestOf(random, server.people, idle, 'query');
  const snapshot = async () => {
    const rows = await server.rowsOf([idle, ...others]);
    const { body } = await idle.send(...query);
    return [...rows.map(({ row }) => row), withoutCursors(body)];
  };
  const before = await snapshot();
  await Promise.all(actions.map((act) => act()));
  const after = await snapshot();
  expect({
    when: `after ${server.callCount()} calls, to ${idle.mark} ${describeCalls(query[0])}`,
    lost: before.filter((line) => !after.includes(line)),
    found: after.filter((line) => !before.includes(line)),
  }).toEqual({ when: expect.anything(), lost: [], found: [] });
}

type Request = Parameters<Person['send']>;

/** One call, or a batch of up to twenty queries or mutations; through any door. */
function requestOf(
  random: Random,
  people: Person[],
  person: Person,
  type = random.pick(['query', 'mutation', 'mutation']),
): Request {
  const some = procedures.filter((procedure) => procedure.type === type);
  const batched = random.chance(0.5);
  const size = batched ? random.between(1, random.chance(0.2) ? maxBatchSize : 5) : 1;
  const calls = Array.from({ length: size }, (): Call => {
    const procedure = random.pick(some);
    // Half of the inputs have only the caller's own ids: one foreign id of many is enough for an error.
    const owners = random.chance(0.5) ? [person] : people;
    return { procedure, input: inputOf(random, procedure, person, owners) };
  });
  return [calls, batched, random.pick<Door>(doors)];
}
