// What lists, sections, labels and filters have in common, through the unit of work.
import { randomUUID } from 'node:crypto';
import { rankOf } from '@tydo/rules/order';
import type { OrderedRow } from '@tydo/rules/ordered-row';
import { filterLimits } from '@tydo/schemas/filter';
import { labelLimits } from '@tydo/schemas/label';
import { listLimits } from '@tydo/schemas/list';
import { sectionLimits } from '@tydo/schemas/section';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UnitOfWork } from './open-database.ts';
import { engines, execute, newPerson } from './testing/databases.ts';
import { latest, openTwice, refusal } from './testing/history.ts';

type Ref = { id: string };
type Place = { before?: string; after?: string };
interface Verbs {
  list: () => Promise<{ items: OrderedRow[] }>;
  create: (input: { id?: string; name: string } & Place & WithId) => Promise<OrderedRow>;
  update: (input: Ref & { name?: string; ifUpdatedAt?: string }) => Promise<OrderedRow>;
  move: (input: Ref & Place) => Promise<OrderedRow>;
  delete: (input: Ref) => Promise<Ref>;
}
type WithId = { operationId?: string };

/** Each noun's verbs; sections are in the list `home`. */
const nouns = {
  list: { limit: listLimits.count, of: ({ lists }: UnitOfWork): Verbs => lists },
  section: {
    limit: sectionLimits.count,
    of: ({ lists, sections }: UnitOfWork): Verbs => ({
      list: () => sections.list(),
      create: async (input) => {
        await lists.create({ id: 'home', name: 'Home' }).catch(() => {});
        return sections.create({ ...input, listId: 'home' });
      },
      update: (input) => sections.update(input),
      move: (input) => sections.move(input),
      delete: (input) => sections.delete(input),
    }),
  },
  label: { limit: labelLimits.count, of: ({ labels }: UnitOfWork): Verbs => labels },
  filter: {
    limit: filterLimits.count,
    of: ({ filters }: UnitOfWork): Verbs => ({
      list: () => filters.list(),
      create: (input) => filters.create({ ...input, query: 'p1' }),
      update: (input) => filters.update(input),
      move: (input) => filters.move(input),
      delete: (input) => filters.delete(input),
    }),
  },
};

describe.each(engines)('on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  beforeAll(async () => {
    opened = await openTwice(engine);
  });
  afterAll(() => opened[Symbol.asyncDispose]());
  const unitOf = (personId: string) => opened.db.unitOfWork(personId);

  describe.each(Object.entries(nouns))('a %s', (noun, { limit, of }) => {
    const idsOf = async (verbs: Verbs) => (await verbs.list()).items.map(({ id }) => id);
    const abc = async (verbs: Verbs) => {
      for (const id of ['a', 'b', 'c']) await verbs.create({ id, name: `${id} ${noun}` });
    };

    test('is created, changed, deleted and restored', async () => {
      const unit = unitOf(newPerson());
      const verbs = of(unit);
      const created = await verbs.create({ name: ' First ' });
      expect(created).toMatchObject({
        name: 'First',
        rank: rankOf(created.createdAt),
        updatedAt: created.createdAt,
      });
      expect((await verbs.list()).items).toEqual([created]);
      const { id } = created;
      expect(await verbs.update({ id, name: 'First' })).toEqual(created);
      const changed = await verbs.update({ id, name: 'Second', ifUpdatedAt: created.updatedAt });
      expect(changed).toEqual({ ...created, name: 'Second', updatedAt: changed.updatedAt });
      expect(changed.updatedAt > created.updatedAt).toBe(true);
      expect(
        await refusal(verbs.update({ id, name: 'x', ifUpdatedAt: created.updatedAt })),
      ).toMatchObject({ code: 'CONFLICT', data: { current: changed, noun } });
      expect(await verbs.delete({ id })).toMatchObject({ id });
      expect(await idsOf(verbs)).toEqual([]);
      const { id: deletion } = await latest(unit);
      await unit.operations.undo({ id: deletion });
      const [back] = (await verbs.list()).items;
      expect(back).toEqual({ ...changed, updatedAt: back?.updatedAt });
      expect((await unit.operations.list({ noun: noun as 'list', id })).items).toHaveLength(4);
    });

    test('has its place by `before` and `after`; the end is where there is no such row', async () => {
      const unit = unitOf(newPerson());
      const verbs = of(unit);
      await abc(verbs);
      await verbs.create({ id: 'd', name: 'd', before: 'b' });
      await verbs.create({ id: 'e', name: 'e', after: 'a' });
      await verbs.create({ id: 'f', name: 'f', before: 'nothing' });
      expect(await idsOf(verbs)).toEqual(['a', 'e', 'd', 'b', 'c', 'f']);
      await verbs.move({ id: 'a', after: 'b' });
      await verbs.move({ id: 'f', before: 'e' });
      await verbs.move({ id: 'd' });
      const order = ['f', 'e', 'b', 'a', 'c', 'd'];
      expect(await idsOf(verbs)).toEqual(order);
      const { id, changes } = await latest(unit);
      expect(changes.map((change) => change.id)).toEqual(['d']);
      for (const place of [{}, { after: 'c' }, { before: 'nothing' }]) {
        await verbs.move({ id: 'd', ...place });
      }
      expect((await latest(unit)).id).toBe(id);
      await unit.operations.undo({ id });
      expect(await idsOf(verbs)).toEqual(['f', 'e', 'd', 'b', 'a', 'c']);
      expect(await refusal(verbs.move({ id: 'a', before: 'b', after: 'c' }))).toMatchObject({
        code: 'BAD_REQUEST',
      });
    });

    test('between rows of the same rank moves as few of them as it can', async () => {
      const personId = newPerson();
      const unit = unitOf(personId);
      const verbs = of(unit);
      await abc(verbs);
      await execute(
        opened.url,
        `update "${noun}" set rank = 'g0000000' where user_id = '${personId}' and id <> 'c'`,
      );
      await verbs.move({ id: 'c', before: 'b' });
      expect(await idsOf(verbs)).toEqual(['a', 'c', 'b']);
      expect((await latest(unit)).changes).toHaveLength(2);
    });

    test('with an id that is taken is a CONFLICT that does not quote it', async () => {
      const unit = unitOf(newPerson());
      const verbs = of(unit);
      const operationId = randomUUID();
      const created = await verbs.create({ id: 'taken', name: 'One', operationId });
      const error = await refusal(verbs.create({ id: 'taken', name: 'Two' }));
      expect(error).toMatchObject({ code: 'CONFLICT' });
      expect(String(error)).not.toMatch(/taken|Two/);
      expect(await verbs.create({ id: 'taken', name: 'One', operationId })).toEqual(created);
      // Another person may have the same.
      const other = of(unitOf(newPerson()));
      await other.create({ id: 'taken', name: 'Theirs' });
      expect(await verbs.list()).toEqual({ items: [created] });
      await other.delete({ id: 'taken' });
      expect(await verbs.list()).toEqual({ items: [created] });
    });

    test('of another person is not found, as one that does not exist', async () => {
      await of(unitOf(newPerson())).create({ id: 'theirs', name: 'x' });
      const verbs = of(unitOf(newPerson()));
      const refusals = await Promise.all(
        ['theirs', 'nothing'].flatMap((id) => [
          refusal(verbs.update({ id, name: 'Mine' })),
          refusal(verbs.move({ id })),
          refusal(verbs.delete({ id })),
        ]),
      );
      const message = `There is no such ${noun}.`;
      expect(refusals).toEqual(
        Array(6).fill(expect.objectContaining({ code: 'NOT_FOUND', message })),
      );
    });

    test(`is refused where there are ${limit}, also when two are created at once`, async () => {
      const personId = newPerson();
      const [here, there] = [opened.db, opened.elsewhere].map((db) => of(db.unitOfWork(personId)));
      const { id } = (await here?.create({ name: 'first' })) ?? { id: '' };
      await fill(noun, personId, limit - 2);
      const results = await Promise.allSettled([
        here?.create({ name: 'one' }),
        there?.create({ name: 'two' }),
      ]);
      expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      const [refused] = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      expect(refused).toMatchObject({
        code: 'BAD_REQUEST',
        data: {
          zodError: { formErrors: [expect.stringContaining(String(limit))], fieldErrors: {} },
        },
      });
      expect((await here?.list())?.items).toHaveLength(limit);
      // The limit does not apply to an undo.
      const unit = unitOf(personId);
      await here?.delete({ id });
      const deletion = await latest(unit);
      await here?.create({ name: 'three' });
      await unit.operations.undo({ id: deletion.id });
      expect((await here?.list())?.items).toHaveLength(limit + 1);
    });

    /** Inserts rows without the journal. */
    const fill = (table: string, personId: string, count: number) => {
      const time = engine === 'sqlite' ? '0' : "'1970-01-01'";
      const more = {
        list: [],
        section: [['list_id', "'home'"]],
        label: [['name_folded', "'N' || i"]],
        filter: [['query', "'p1'"]],
      }[table] as string[][];
      const [columns, values] = [0, 1].map((at) => more.map((one) => `, ${one[at]}`).join(''));
      return execute(
        opened.url,
        `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${count})
         insert into "${table}" (user_id, id, name, rank, created_at, updated_at${columns})
         select '${personId}', 'n' || i, 'n' || i, 'g000000' || i, ${time}, ${time}${values} from n`,
      );
    };

    test('and another that are moved at once are in one order everywhere', async () => {
      const personId = newPerson();
      const [here, there] = [opened.db, opened.elsewhere].map((db) => of(db.unitOfWork(personId)));
      if (!here || !there) return;
      await abc(here);
      await Promise.all([
        here.move({ id: 'a', after: 'b' }),
        there.move({ id: 'c', before: 'b' }),
        here.move({ id: 'b', before: 'a' }),
        there.move({ id: 'a' }),
      ]);
      const { items } = await here.list();
      expect(new Set(items.map(({ rank }) => rank)).size).toBe(3);
      expect(await there.list()).toEqual({ items });
    });
  });
});
