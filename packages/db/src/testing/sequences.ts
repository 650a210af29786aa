// fast-check's arbitraries for commands.
import { taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';
import {
  type Command,
  type Filter,
  type From,
  type Ref,
  races,
  type Search,
  type Seen,
  type Simple,
  type Spelling,
  type Who,
} from './commands.ts';
import { descriptionText, searchText, titleText } from './odd-text.ts';

const either = fc.constantFrom<Who>(0, 1);
const nth = fc.nat({ max: 9 });
// Rarely a value of a wrong type.
const oddly = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 30, arbitrary },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 5, true, ['x'], {}, Number.NaN) },
  );

const ref: fc.Arbitrary<Ref> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ whose: either, nth }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<unknown>(taskLimits.id, taskLimits.id + 1, 0, -1, 1.5, '1', Number.NaN, null)
      .map((id) => ({ id })),
  },
);
const own = (by: Who): fc.Arbitrary<Ref> =>
  fc.oneof(
    { weight: 6, arbitrary: nth.map((n) => ({ whose: by, nth: n })) },
    { weight: 1, arbitrary: ref },
  );

// Mostly within the number of tasks.
const several = (by: Who): fc.Arbitrary<Ref[]> =>
  fc.array(own(by), { minLength: 1, maxLength: 5, size: 'max' });

const description = oddly(fc.option(descriptionText));
const input = fc.record({ title: oddly(titleText), description }, { requiredKeys: ['title'] });
// A few have an unknown field.
const create = fc
  .tuple(input, fc.nat({ max: 20 }))
  .map(([task, odd]) => (odd === 20 ? { ...task, unknown: 1 } : task));
const changes = fc.record(
  { title: oddly(titleText), description, completed: oddly(fc.boolean()) },
  { requiredKeys: [] },
);
const seen: fc.Arbitrary<Seen> = fc.constantFrom<Seen>(
  'nothing',
  'nothing',
  'current',
  'first',
  'malformed',
  'of another time',
);

const search: fc.Arbitrary<Search> = fc.oneof(
  { weight: 1, arbitrary: oddly(searchText).map((text) => ({ text })) },
  {
    weight: 3,
    arbitrary: fc.record({
      nth,
      from: fc.nat({ max: 12 }),
      length: fc.integer({ min: 1, max: 6 }),
      whole: fc.boolean(),
      spelled: fc.constantFrom<Spelling>('as it is', 'upper', 'lower'),
    }),
  },
);
const filterOf = (limit: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> =>
  fc.record({ completed: oddly(fc.boolean()), search, limit }, { requiredKeys: ['limit'] });
const filter = filterOf(
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(undefined, 100) },
    { weight: 8, arbitrary: fc.constantFrom(1, 2, 3, 5) },
    { weight: 1, arbitrary: fc.constantFrom(0, 101, 1.5) },
  ),
);
// Mostly more than one page.
const pages = fc.constantFrom(1, 2, 3);
const longList: fc.Arbitrary<Filter> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ limit: pages }) },
  { weight: 2, arbitrary: fc.record({ limit: pages, completed: fc.boolean() }) },
  { weight: 1, arbitrary: filterOf(pages) },
);
const from: fc.Arbitrary<From> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      whose: either,
      nth,
      damage: fc.constantFrom(
        ...(['none', 'none', 'none', 'shorter', 'longer', 'other end', 'spaces'] as const),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: oddly(fc.oneof(fc.string({ maxLength: 8 }), fc.constant('x'.repeat(201)))).map(
      (cursor) => ({ cursor }),
    ),
  },
);

const simpleBy = (who: Who): fc.Arbitrary<Simple> => {
  const by = fc.constant(who);
  const of = own(who);
  const kind = <K extends Simple['kind']>(...kinds: K[]) => fc.constantFrom(...kinds);
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: kind('create'), by, input: create }) },
    { weight: 5, arbitrary: fc.record({ kind: kind('update'), by, of, changes, seen }) },
    { weight: 2, arbitrary: fc.record({ kind: kind('get', 'delete'), by, of }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('createMany'),
        by,
        inputs: fc.array(create, { maxLength: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('updateMany'),
        by,
        of: several(who),
        completed: oddly(fc.boolean()),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('deleteMany'), by, of: several(who) }) },
    {
      weight: 5,
      arbitrary: fc.record({ kind: kind('list'), by, filter, from: fc.option(from, { freq: 1 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('counts', 'clearCompleted'), by }) },
  );
};
const simple = either.chain(simpleBy);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: simple },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('insert' as const), by: either, input: create }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('pages' as const),
      by: either,
      filter: longList,
      between: fc.array(simple, { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('concurrent' as const),
      both: fc.tuple(simpleBy(0), simpleBy(1)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('race' as const),
      by: either,
      nth,
      doing: fc.constantFrom(...races),
      size: fc.integer({ min: 2, max: 5 }),
      changes: fc.record({
        title: titleText,
        description: descriptionText,
        completed: fc.boolean(),
      }),
    }),
  },
);

/** Some tasks of both, and what happens to them. */
export const sequence: fc.Arbitrary<Command[]> = fc
  .tuple(
    fc.array(fc.record({ kind: fc.constant('create' as const), by: either, input: create }), {
      minLength: 6,
      maxLength: 12,
      size: 'max',
    }),
    fc.array(command, { minLength: 5, maxLength: 30, size: 'max' }),
  )
  .map(([stock, rest]) => [...stock, ...rest]);
