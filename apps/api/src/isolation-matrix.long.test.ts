// Every procedure × every field that can name something × alone and in a batch: what a person gets for
// somebody else's, and whether anybody else notices. The router and its schemas say what there is.
import { randomUUID } from 'node:crypto';
import { engines, shortOrLong } from '@tydo/db/testing';
import { maxBatchSize, personHeader } from '@tydo/schemas/wire';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isClientGenerated, type Leaf, leavesOf } from './testing/input-shape.ts';
import {
  type MultiUserServer,
  type Person,
  procedures,
  startMultiUserServer,
} from './testing/multi-user-server.ts';
import { bodiesIn, namePatterns, namesIn, send } from './testing/procedure-calls.ts';
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

/** A field of a procedure. */
interface Tried {
  field: string;
  procedure: Procedure;
  leaf: Leaf;
}

const tried: Tried[] = procedures.flatMap((procedure) =>
  leavesOf(procedure.input)
    .filter(({ kind }) => kind in namePatterns && kind !== 'time')
    .map((leaf) => ({ field: leaf.at, procedure, leaf })),
);
const isPlace = ({ leaf: { kind } }: Tried) => kind === 'cursor' || kind === 'seq';

// In every run one engine is enough: on both people call at random (isolation.long.test.ts).
describe.each(engines.slice(0, shortOrLong(1, 2)))('on %s', (engine) => {
  let server: MultiUserServer;
  let newcomer: TaskOwner;
  let twenty: TaskOwner[];
  beforeAll(async () => {
    server = await startMultiUserServer(engine, 21);
    const [first, ...others] = server.people as [Person, ...Person[]];
    newcomer = { person: first, open: [], uids: [] };
    // Some at once, so that one's ids lie between the others'; not all, for the sake of a busy machine.
    twenty = [];
    for (let place = 0; place < others.length; place += 4) {
      const some = others.slice(place, place + 4);
      twenty.push(...(await Promise.all(some.map(createTasks))));
    }
  });
  afterAll(() => server[Symbol.asyncDispose]());
  const rowsOf = (some: TaskOwner[]) => server.rowsOf(some.map(({ person }) => person));

  test.each(procedures)('$path answers nobody who is not signed in', async (procedure) => {
    for (const shape of [minimalInput, fullInput]) {
      const call = { procedure, input: ownInput(procedure, newcomer, shape) };
      const alone = await send(server.url, {}, [call], false);
      const unknown = { authorization: 'Bearer somebody' };
      const batch = await send(server.url, unknown, [call, call], true);
      expect([...alone.codes, ...batch.codes]).toEqual(Array(3).fill('UNAUTHORIZED'));
    }
  });

  test.each(procedures)(
    '$path answers nobody whose page is of somebody else',
    async (procedure) => {
      const [mine, theirs] = twenty as [TaskOwner, TaskOwner];
      const before = await rowsOf([mine, theirs]);
      for (const said of [theirs.person.id, '', `${mine.person.id}, ${mine.person.id}`]) {
        for (const shape of [minimalInput, fullInput]) {
          const call = { procedure, input: ownInput(procedure, mine, shape) };
          const headers = { ...mine.person.bearer, [personHeader]: said };
          const alone = await send(server.url, headers, [call], false);
          const batch = await send(server.url, headers, [call, call], true);
          expect([...alone.codes, ...batch.codes]).toEqual(Array(3).fill('UNAUTHORIZED'));
        }
      }
      expect(await rowsOf([mine, theirs])).toEqual(before);
    },
  );

  test.each(tried.filter(isPlace))(
    "$field of somebody else's leads to pages of one's own list only",
    async (one) => {
      const found = shapesOf(one);
      // Everybody in one of the shapes.
      const walks = await Promise.all(
        twenty.map((mine, nth) => walk(one, mine, nthOf(found, nth))),
      );
      const always = await Promise.all(
        found.map((shape) => ask(one, newcomer, shape, [start(one), nowhere(one)])),
      );
      await Promise.all(
        twenty.map(async (mine, nth) => {
          const { pages } = nthOf(walks, nth);
          // A snapshot without rows says where the journal of its own person stands.
          const [head = ''] = /"seq":\d+,"after":[^,]+/.exec(pages[0] ?? '') ?? [];
          const empty = nthOf(always, nth).map((page) =>
            page.replace('"seq":0,"after":null', head),
          );
          const allowed = new Set([...pages, ...empty]);
          // Of the next person, and of the next one in the same shape.
          const theirs = [1, found.length].flatMap((next) => nthOf(walks, nth + next).places);
          expect(theirs.length).toBeGreaterThan(0);
          const told = await ask(one, mine, nthOf(found, nth), theirs);
          expect(told.filter((page) => !allowed.has(page))).toEqual([]);
          const alone = await ask(one, mine, nthOf(found, nth), theirs.slice(0, 1));
          expect(alone).toEqual(told.slice(0, 1));
        }),
      );
    },
  );

  test.each(tried.filter((one) => !isPlace(one)))(
    "$field tells of somebody else's what it tells of what never was, and touches nothing",
    async (one) => {
      const halves = [twenty.slice(0, 10), twenty.slice(10)];
      for (const [actors = [], watchers = []] of [halves, halves.toReversed()]) {
        const before = await rowsOf(watchers);
        await Promise.all(
          actors
            .slice(0, isClientGenerated(one.leaf) ? shortOrLong(1, 2) : shortOrLong(5, 10))
            .map(async (mine, nth) => {
              const told = await meet(one, mine, nthOf(watchers, nth), twenty.indexOf(mine));
              const never = told['never was, in a batch'];
              expect(told).toEqual(Object.fromEntries(Object.keys(told).map((of) => [of, never])));
            }),
        );
        expect(await rowsOf(watchers)).toEqual(before);
      }
    },
  );

  test("what is done with one's own is done, and nobody else sees anything of it", async () => {
    const [mine, ...others] = twenty as [TaskOwner, ...TaskOwner[]];
    const everything = async () => {
      const queries = procedures.filter(({ type }) => type === 'query');
      const answers = others.slice(0, 3).flatMap((other) =>
        [minimalInput, fullInput].map((shape) => {
          const input = (procedure: Procedure) => ownInput(procedure, other, shape);
          const calls = queries.map((procedure) => ({ procedure, input: input(procedure) }));
          return other.person.send(calls, true);
        }),
      );
      return [await rowsOf(others), await Promise.all(answers)];
    };
    const before = await everything();
    for (const procedure of procedures) {
      const codes: string[] = [];
      for (const shape of [minimalInput, fullInput]) {
        const call = { procedure, input: ownInput(procedure, mine, shape) };
        const answer = await mine.person.send(shape.full ? [call] : [call, call], !shape.full);
        codes.push(...answer.codes);
      }
      if (procedure.type === 'mutation') Object.assign(mine, await createTasks(mine.person));
      // Else all of the above would say nothing of it: `ownInput` has to make an input that it accepts.
      expect([procedure.path, ...codes]).toContain('OK');
    }
    expect(await everything()).toEqual(before);
  });
});

/** Those in which the field is sent, each once. */
function shapesOf({ procedure, leaf }: Tried): InputVariant[] {
  const nobody = { person: { seen: { uuid: [], time: [] } }, open: [], uids: [] };
  const said = inputVariants.map((shape) => {
    const input = ownInput(procedure, nobody as unknown as TaskOwner, shape, {
      leaf,
      value: 'here',
    });
    return [JSON.stringify(input), shape] as const;
  });
  return [...new Map(said)].flatMap(([input, shape]) => (input?.includes('"here"') ? [shape] : []));
}

/** What `mine` is told of what never was, and of one of all other things, in a batch and alone. */
async function meet(
  { field, procedure, leaf }: Tried,
  mine: TaskOwner,
  theirs: TaskOwner,
  nth: number,
): Promise<Record<string, string>> {
  const found = shapesOf({ field, procedure, leaf });
  const values = Object.entries(valuesFor(procedure, leaf, mine, theirs));
  const [never, ...others] = values as [Value, ...Value[]];
  // Twenty people have all shapes with all values between them.
  const shape = nthOf(found, nth);
  const other = nthOf(others, Math.floor(nth / found.length));
  const told: Record<string, string> = {};
  // Under a name that was used already, only the same input is no other.
  const inputs = new Map<unknown, unknown>();
  const tell = async (said: Value[], batched: boolean) => {
    const calls = said.map(([, value]) => {
      const known = isClientGenerated(leaf) && inputs.has(value);
      const input = known ? inputs.get(value) : ownInput(procedure, mine, shape, { leaf, value });
      inputs.set(value, input);
      return { procedure, input };
    });
    const answer = await mine.person.send(calls, batched);
    for (const [index, body] of bodiesIn(answer.body).entries()) {
      told[`${said[index]?.[0]}${batched ? ', in a batch' : ''}`] = comparable(procedure, body);
    }
    const isDone = procedure.type === 'mutation' && answer.codes.includes('OK');
    if (isDone) Object.assign(mine, await createTasks(mine.person));
  };
  if (isClientGenerated(leaf) && leaf.kind === 'uid') {
    // A task has it from then on: the second time it is taken.
    for (const one of [never, other]) await tell([one], true);
    return told;
  }
  // What is done can be done once.
  const batches = isClientGenerated(leaf) ? [[never], [other, other]] : [[never, other]];
  for (const batch of batches) await tell(batch, true);
  await tell([other], false);
  return told;
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
      'never was': 2 ** 31 - 1,
      'is theirs': theirs.open[0],
      'is theirs, done': theirs.done,
      'was theirs': theirs.deleted,
      // The journal knows what was one's own.
      ...(path.startsWith('operation.') ? {} : { 'was mine': mine.deleted }),
    };
  }
  if (leaf.kind === 'uid') {
    return {
      'never was': randomUUID(),
      'is theirs': theirs.uids[0],
      'was theirs': theirs.deletedUid,
      ...(isClientGenerated(leaf) ? {} : { 'was mine': mine.deletedUid }),
    };
  }
  // Not one that was sent as one's own before.
  const taken = theirs.person.seen.uuid.findLast((id) => !mine.person.seen.uuid.includes(id));
  if (taken === undefined) {
    throw new Error(`Nobody has a uuid for ${leaf.at}: let \`settle\` send or read one.`);
  }
  return { 'never was': randomUUID(), 'is theirs': taken };
}

/** The same bytes; where a write was done, but for the new ids and times. */
const comparable = ({ type }: Procedure, body: string) =>
  type === 'mutation' && body.startsWith('{"result"')
    ? body.replaceAll(/"[\w-]{36}"|"rank":"\w+"|\d+/g, '0')
    : body;

const start = ({ leaf }: Tried) => (leaf.kind === 'seq' ? 0 : undefined);
const nowhere = ({ leaf }: Tried) => (leaf.kind === 'seq' ? 2 ** 31 - 1 : 'nowhere');
const nthOf = <T>(list: T[], nth: number): T => list[nth % list.length] as T;

/** The pages that begin at these places. */
async function ask(
  { procedure, leaf }: Tried,
  { person, open, uids }: TaskOwner,
  shape: InputVariant,
  places: unknown[],
): Promise<string[]> {
  const pages: string[] = [];
  for (let first = 0; first < places.length; first += maxBatchSize) {
    const calls = places.slice(first, first + maxBatchSize).map((value) => ({
      procedure,
      input: ownInput(procedure, { person, open, uids }, shape, { leaf, value }),
    }));
    pages.push(...bodiesIn((await person.send(calls, calls.length > 1)).body));
  }
  return pages;
}

/** All places to which somebody is led, from page to page, and the pages. */
async function walk(one: Tried, mine: TaskOwner, shape: InputVariant) {
  const places: unknown[] = [];
  const pages: string[] = [];
  for (let at: unknown = start(one); ; ) {
    const [page = ''] = await ask(one, mine, shape, [at]);
    pages.push(page);
    const next = namesIn(page, one.leaf.kind as 'cursor' | 'seq').at(-1);
    if (next === undefined || next === String(at)) return { places, pages };
    at = one.leaf.kind === 'seq' ? Number(next) : next;
    places.push(at);
  }
}
