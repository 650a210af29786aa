// Calls every procedure with the ids and cursors of other people, in every field that takes one, as a single call
// and in a batch. The procedures and fields come from the router and its schemas.
import { randomUUID } from 'node:crypto';
import { engines, shortOrLong } from '@tydo/db/testing';
import { isClientGenerated, type Leaf, leavesOf, nounOf } from '@tydo/schemas/testing/input-shape';
import { maxBatchSize, personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doors } from './testing/doors.ts';
import {
  type MultiUserServer,
  type Person,
  procedures,
  startMultiUserServer,
  uuidsFor,
} from './testing/multi-user-server.ts';
import {
  bodiesIn,
  namePatterns,
  namesIn,
  send,
  withoutCursors,
} from './testing/procedure-calls.ts';
import type { Procedure } from './testing/procedures.ts';
import {
  createTasks,
  fullInput,
  type InputVariant,
  inputVariants,
  minimalInput,
  ownInput,
  type TaskOwner,
} from './testing/task-owner.ts';

/** A field of a procedure that takes an id, a cursor or a `seq`. */
interface Target {
  field: string;
  procedure: Procedure;
  leaf: Leaf;
}

const targets: Target[] = procedures.flatMap((procedure) =>
  leavesOf(procedure.input)
    .filter(({ kind }) => kind in namePatterns && kind !== 'time')
    .map((leaf) => ({ field: leaf.at, procedure, leaf })),
);
const chosen = ({ leaf }: Target): number => Number(isClientGenerated(leaf));
const isPosition = ({ leaf: { kind } }: Target) => kind === 'cursor' || kind === 'seq';

// The short run has one engine, one door and few people: isolation.long.test.ts runs random calls through all doors, on
// the other engine.
const otherPeople = shortOrLong(6, 20);
const cells = engines.flatMap((engine) => doors.map((door) => [engine, door] as const));
describe.each(cells.slice(0, shortOrLong(1, cells.length)))('on %s through %s', (engine, door) => {
  let server: MultiUserServer;
  let newcomer: TaskOwner;
  let people: TaskOwner[];
  beforeAll(async () => {
    server = await startMultiUserServer(engine, 1 + otherPeople, door);
    const [first, ...others] = server.people as [Person, ...Person[]];
    newcomer = { person: first, open: [], uids: [] };
    // Four at a time, so that their ids are interleaved; not all, so that they finish in time on a busy machine.
    people = [];
    for (let place = 0; place < others.length; place += 4) {
      const some = others.slice(place, place + 4);
      people.push(...(await Promise.all(some.map(createTasks))));
    }
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const rowsOf = (some: TaskOwner[]) => server.rowsOf(some.map(({ person }) => person));

  test.each(procedures)('$path is UNAUTHORIZED without a session', async (procedure) => {
    for (const shape of [minimalInput, fullInput]) {
      const call = { procedure, input: ownInput(procedure, newcomer, shape) };
      const single = await send(server.url, {}, [call], false, door);
      const invalid = { authorization: 'Bearer invalid' };
      const batch = await send(server.url, invalid, [call, call], true, door);
      expect([...single.codes, ...batch.codes]).toEqual(Array(3).fill('UNAUTHORIZED'));
    }
  });

  test.each(procedures)(
    '$path is UNAUTHORIZED when X-Tydo-Person names another person',
    async (procedure) => {
      const [mine, theirs] = people as [TaskOwner, TaskOwner];
      const before = await rowsOf([mine, theirs]);
      const twice = `${mine.person.id}, ${mine.person.id}`;
      for (const [nth, named] of [theirs.person.id, '', twice].entries()) {
        const shapes = [minimalInput, fullInput];
        for (const shape of shortOrLong([nthOf(shapes, nth)], shapes)) {
          const call = { procedure, input: ownInput(procedure, mine, shape) };
          const headers = { ...mine.person.bearer, [personHeader]: named };
          const single = await send(server.url, headers, [call], false, door);
          const batch = await send(server.url, headers, [call, call], true, door);
          expect([...single.codes, ...batch.codes]).toEqual(Array(3).fill('UNAUTHORIZED'));
        }
      }
      expect(await rowsOf([mine, theirs])).toEqual(before);
    },
  );

  test.each(targets.filter(isPosition))(
    "$field of another person returns only pages of one's own list",
    async (one) => {
      const found = shapesOf(one);
      // Each person uses one of the shapes.
      const walks = await Promise.all(
        people.map((mine, nth) => walk(one, mine, nthOf(found, nth))),
      );
      const constant = await Promise.all(
        found.map((shape) => readPages(one, newcomer, shape, [start(one), nowhere(one)])),
      );
      await Promise.all(
        people.map(async (mine, nth) => {
          const own = nthOf(walks, nth).pages;
          // A snapshot without rows says where the journal of its own person ends.
          const [head = ''] = /"seq":\d+,"after":[^,]+/.exec(own[0] ?? '') ?? [];
          const empty = nthOf(constant, nth).map((page) =>
            page.replace('"seq":0,"after":null', head),
          );
          const allowed = new Set([...own, ...empty]);
          // Positions of the next person, and of the next one with the same shape.
          const theirs = [1, found.length].flatMap((next) => nthOf(walks, nth + next).positions);
          expect(theirs.length).toBeGreaterThan(0);
          const pages = await readPages(one, mine, nthOf(found, nth), theirs);
          expect(pages.filter((page) => !allowed.has(page))).toEqual([]);
          const single = await readPages(one, mine, nthOf(found, nth), theirs.slice(0, 1));
          expect(single).toEqual(pages.slice(0, 1));
        }),
      );
    },
  );

  // Those whose caller chooses the id come last: afterwards a person has rows with the ids of others.
  const byChoice = targets
    .filter((one) => !isPosition(one))
    .toSorted((one, other) => chosen(one) - chosen(other));
  test.each(byChoice)(
    "$field gives the same response for another person's id as for one that never existed, and changes nothing",
    async (one) => {
      const halves = [people.slice(0, otherPeople / 2), people.slice(otherPeople / 2)];
      const isNew = isClientGenerated(one.leaf);
      const at = targets.indexOf(one);
      const inAll = shortOrLong(2, isNew ? 4 : 20);
      const first = isNew ? 0 : at;
      // In the short run one person of one half, another for each field; of both halves for new rows, so that all
      // have rows whose names no other has used.
      const both = [...[halves, halves.toReversed()].entries()];
      const isRow = isNew && one.leaf.kind === 'uid';
      const chosenHalves = isRow ? both : shortOrLong([nthOf(both, at)], both);
      for (const [half, [actors = [], watchers = []]] of chosenHalves) {
        const before = await rowsOf(watchers);
        await Promise.all(
          Array.from({ length: Math.ceil(inAll / 2) }, async (_, place) => {
            const [mine, theirs] = [nthOf(actors, first + place), nthOf(watchers, first + place)];
            // In the short run ids that the caller generates are sent in the first shape.
            const ofNew = shortOrLong(half * shapesOf(one).length, people.indexOf(mine));
            const nth = isNew ? ofNew : first + 2 * place + half;
            const results = await tryValues(one, mine, theirs, nth);
            const never = results['never existed, in a batch'];
            expect(results).toEqual(
              Object.fromEntries(Object.keys(results).map((of) => [of, never])),
            );
          }),
        );
        expect(await rowsOf(watchers)).toEqual(before);
      }
    },
  );

  test("calls with one's own ids succeed, and do not change what others read", async () => {
    const [mine, ...others] = people as [TaskOwner, ...TaskOwner[]];
    const snapshot = async () => {
      const queries = procedures.filter(({ type }) => type === 'query');
      const responses = others.slice(0, 3).flatMap((other) =>
        [minimalInput, fullInput].map((shape) => {
          const input = (procedure: Procedure) => ownInput(procedure, other, shape);
          const calls = queries.map((procedure) => ({ procedure, input: input(procedure) }));
          return other.person.send(calls, true);
        }),
      );
      const bodies = (await Promise.all(responses)).map(({ body }) => withoutCursors(body));
      return [await rowsOf(others), bodies];
    };
    const before = await snapshot();
    for (const procedure of procedures) {
      const codes: string[] = [];
      for (const shape of [minimalInput, fullInput]) {
        const call = { procedure, input: ownInput(procedure, mine, shape) };
        const response = await mine.person.send(shape.full ? [call] : [call, call], !shape.full);
        codes.push(...response.codes);
      }
      if (procedure.type === 'mutation') Object.assign(mine, await createTasks(mine.person));
      // Otherwise the tests above prove nothing for it: `ownInput` must build an input that it accepts.
      expect([procedure.path, ...codes]).toContain('OK');
    }
    expect(await snapshot()).toEqual(before);
  });
});

/** The different shapes in which the field is sent. */
function shapesOf({ procedure, leaf }: Target): InputVariant[] {
  const noData = {
    person: { seen: { uuid: [], time: [] }, rowIds: new Map() },
    open: [],
    uids: [],
  };
  const inputs = inputVariants.map((shape) => {
    const input = ownInput(procedure, noData as unknown as TaskOwner, shape, {
      leaf,
      value: 'here',
    });
    return [JSON.stringify(input), shape] as const;
  });
  return [...new Map(inputs)].flatMap(([input, shape]) =>
    input?.includes('"here"') ? [shape] : [],
  );
}

/**
 * The responses to `mine` for an id that never existed and for other values, in a batch and as a single call. Of ids
 * that the caller generates one other value.
 *
 * @param nth chooses the shape, and the value of the single call: as many people as there are shapes try all shapes
 * with all values.
 */
async function tryValues(
  { field, procedure, leaf }: Target,
  mine: TaskOwner,
  theirs: TaskOwner,
  nth: number,
): Promise<Record<string, string>> {
  const found = shapesOf({ field, procedure, leaf });
  const values = Object.entries(valuesFor(procedure, leaf, mine, theirs));
  const [never, ...others] = values as [Value, ...Value[]];
  const shape = nthOf(found, nth);
  const other = nthOf(others, isClientGenerated(leaf) ? Math.floor(nth / found.length) : nth);
  const results: Record<string, string> = {};
  const build = ([, value]: Value) => ownInput(procedure, mine, shape, { leaf, value });
  const call = async (sent: [Value, unknown][], batched: boolean) => {
    const calls = sent.map(([, input]) => ({ procedure, input }));
    const response = await mine.person.send(calls, batched);
    for (const [index, body] of bodiesIn(response.body).entries()) {
      const name = sent[index]?.[0][0];
      results[`${name}${batched ? ', in a batch' : ''}`] = comparable(procedure, body);
    }
    const isDone = procedure.type === 'mutation' && response.codes.includes('OK');
    if (isDone) Object.assign(mine, await createTasks(mine.person));
  };
  if (!isClientGenerated(leaf)) {
    // Built before the first is sent: an answer may have a newer time.
    const [batch, single] = [
      values.map((one) => [one, build(one)] as [Value, unknown]),
      build(other),
    ];
    await call(batch, true);
    await call([[other, single]], false);
    return results;
  }
  await call([[never, build(never)]], true);
  const again: [Value, unknown] = [other, build(other)];
  // A task has it from then on: a second task cannot have it.
  if (leaf.kind === 'uid') {
    await call([again], true);
    return results;
  }
  // A change succeeds once; a repeated `operationId` needs the same input.
  await call([again, again], true);
  await call([again], false);
  return results;
}

type Value = [string, unknown];

function valuesFor(
  { path }: Procedure,
  leaf: Leaf,
  mine: TaskOwner,
  theirs: TaskOwner,
): Record<string, unknown> {
  if (leaf.kind === 'id') {
    return {
      'never existed': 2 ** 31 - 1,
      'is theirs': theirs.open[0],
      'is theirs, done': theirs.done,
      'was theirs': theirs.deleted,
      // The journal has one's own deleted tasks.
      ...(path.startsWith('operation.') ? {} : { 'was mine': mine.deleted }),
    };
  }
  if (leaf.kind === 'uid') {
    const noun = nounOf(leaf);
    const namesOf = ({ person, uids, deletedUid }: TaskOwner) =>
      noun === 'task'
        ? { is: uids[0], was: deletedUid }
        : { is: person.rowIds.get(noun)?.at(-1), was: person.deletedIds.get(noun) };
    const [own, others] = [namesOf(mine), namesOf(theirs)];
    if (own.was === undefined || others.is === undefined || others.was === undefined)
      throw new Error(`There is no id for ${leaf.at}.`);
    return {
      'never existed': randomUUID(),
      'is theirs': others.is,
      'was theirs': others.was,
      // The journal has one's own deleted rows.
      ...(isClientGenerated(leaf) || path.startsWith('operation.') ? {} : { 'was mine': own.was }),
    };
  }
  // Not one that `mine` has sent before.
  const taken = uuidsFor(leaf, theirs.person).findLast(
    (id) => !uuidsFor(leaf, mine.person).includes(id),
  );
  if (taken === undefined) {
    throw new Error(`There is no uuid for ${leaf.at}: let \`settle\` send or read one.`);
  }
  return { 'never existed': randomUUID(), 'is theirs': taken };
}

/** The bytes of the response; after a successful write without its new ids and times. */
const comparable = ({ type }: Procedure, body: string) =>
  type === 'mutation' && body.startsWith('{"result"')
    ? body.replaceAll(/"[\w-]{36}(@[\d-]+)?"|"rank":"\w+"|\d+/g, '0')
    : body;

const start = ({ leaf }: Target) => (leaf.kind === 'seq' ? 0 : undefined);
const nowhere = ({ leaf }: Target) => (leaf.kind === 'seq' ? 2 ** 31 - 1 : 'nowhere');
const nthOf = <T>(list: T[], nth: number): T => list[nth % list.length] as T;

/** The pages that start at these positions. */
async function readPages(
  { procedure, leaf }: Target,
  { person, open, uids }: TaskOwner,
  shape: InputVariant,
  positions: unknown[],
): Promise<string[]> {
  const pages: string[] = [];
  for (let first = 0; first < positions.length; first += maxBatchSize) {
    const calls = positions.slice(first, first + maxBatchSize).map((value) => ({
      procedure,
      input: ownInput(procedure, { person, open, uids }, shape, { leaf, value }),
    }));
    pages.push(...bodiesIn((await person.send(calls, calls.length > 1)).body));
  }
  return pages;
}

/** Reads all pages. @returns their start positions, and the pages. */
async function walk(one: Target, mine: TaskOwner, shape: InputVariant) {
  const positions: unknown[] = [];
  const pages: string[] = [];
  for (let at: unknown = start(one); ; ) {
    const [page = ''] = await readPages(one, mine, shape, [at]);
    pages.push(page);
    const next = namesIn(page, one.leaf.kind as 'cursor' | 'seq').at(-1);
    if (next === undefined || next === String(at)) return { positions, pages };
    at = one.leaf.kind === 'seq' ? Number(next) : next;
    positions.push(at);
  }
}
