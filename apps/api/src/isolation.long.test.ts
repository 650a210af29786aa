// Twenty people call whatever there is, with everybody's ids and cursors, at the same time. What is
// checked needs no knowledge of any procedure: what must hold of each call (testing/procedure-calls.ts), and that
// those who do nothing meanwhile notice nothing.
import { randomUUID } from 'node:crypto';
import { engines, shortOrLong } from '@tydo/db/testing';
import { maxBatchSize } from '@tydo/schemas/wire';
import { expect, test } from 'vitest';
import { fill, isClientGenerated, type Leaf } from './testing/input-shape.ts';
import {
  type MultiUserServer,
  type Person,
  procedures,
  startMultiUserServer,
} from './testing/multi-user-server.ts';
import { type Call, describeCalls, marksIn } from './testing/procedure-calls.ts';
import type { Procedure } from './testing/procedures.ts';
import { type Random, seeded } from './testing/random.ts';
import { createTasks } from './testing/task-owner.ts';

// The short form is the same every time.
const seed = shortOrLong(20_261_125, Date.now());
const enough = shortOrLong(100, 50_000);

test.each(engines)(`random calls keep people apart on %s (seed ${seed})`, async (engine) => {
  await using server = await startMultiUserServer(engine, shortOrLong(8, 20));
  await Promise.all(server.people.map(createTasks));
  const random = seeded(seed);
  for (let next = 5_000; server.callCount() < enough; ) {
    await takeTurn(random, server);
    if (server.callCount() < next) continue;
    process.stdout.write(
      `${engine}, seed ${seed}, ${server.callCount()} calls: ${server.codeCounts()}\n`,
    );
    next += 5_000;
  }
  const rows = await server.rowsOf(server.people);
  for (const { mark, row } of [...rows, ...(await server.operationRows())]) {
    expect(marksIn(row)).toEqual([mark]);
  }
});

/** Some act at the same time; the rest find everything as it was. */
async function takeTurn(random: Random, server: MultiUserServer): Promise<void> {
  const [idle, ...others] = random.shuffled(server.people) as [Person, ...Person[]];
  // Not all of twenty: on a busy machine, the last would not be answered in time.
  const actors = others.splice(0, random.between(1, Math.min(others.length, 10)));
  const deeds = actors.map((actor) => {
    const requests = [1, 2, 3].map(() => requestOf(random, server.people, actor));
    return async () => {
      for (const request of requests) await actor.send(...request);
    };
  });
  const question = requestOf(random, server.people, idle, 'query');
  const look = async () => {
    const rows = await server.rowsOf([idle, ...others]);
    const { body } = await idle.send(...question);
    return [...rows.map(({ row }) => row), body];
  };
  const before = await look();
  await Promise.all(deeds.map((act) => act()));
  const after = await look();
  expect({
    when: `after ${server.callCount()} calls, to ${idle.mark} ${describeCalls(question[0])}`,
    lost: before.filter((line) => !after.includes(line)),
    found: after.filter((line) => !before.includes(line)),
  }).toEqual({ when: expect.anything(), lost: [], found: [] });
}

type Request = Parameters<Person['send']>;

/** Queries or mutations: one, or a batch of up to twenty. */
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
    // All of one's own half of the time: of many, one that is somebody else's is enough for a refusal.
    const whose = random.chance(0.5) ? [person] : people;
    return { procedure, input: inputOf(random, procedure, person, whose) };
  });
  return [calls, batched];
}

const inputOf = (random: Random, { input }: Procedure, person: Person, whose: Person[]): unknown =>
  fill(input, {
    value: (leaf) => valueOf(random, leaf, person, random.pick(whose)),
    sends: () => random.chance(0.4),
    choose: (parts) => random.pick(parts),
    size: ({ min, max }) => random.between(min, Math.min(max, random.chance(0.1) ? 30 : 4)),
  });

function valueOf(random: Random, leaf: Leaf, { mark }: Person, { seen }: Person): unknown {
  switch (leaf.kind) {
    case 'id':
      return random.chance(0.1) || seen.id.length === 0
        ? random.between(1, 2 ** 31 - 1)
        : Number(random.pick(seen.id));
    case 'uid':
      return random.chance(isClientGenerated(leaf) ? 0.7 : 0.1) || seen.uid.length === 0
        ? randomUUID()
        : random.pick(seen.uid);
    case 'uuid':
      return random.chance(isClientGenerated(leaf) ? 0.7 : 0.1) || seen.uuid.length === 0
        ? randomUUID()
        : random.pick(seen.uuid);
    case 'cursor':
      return random.pick(['nowhere', ...seen.cursor]);
    case 'seq':
      return Number(random.pick(['0', ...seen.seq]));
    case 'text':
      return `${mark} ${random.pick(words)}`;
    case 'search':
      return random.pick(words);
    case 'time':
      return random.pick(['2026-11-25T00:00:00.000Z', ...seen.time]);
    case 'number':
      return random.between(leaf.min, random.chance(0.8) ? leaf.min + 3 : leaf.max);
    case 'choice':
      return random.pick(leaf.choices);
  }
}

// Everybody's, so that a search would find everybody's tasks.
const words = ['milk', 'Grün 😀', '100 %', 'a_b\\c'];
