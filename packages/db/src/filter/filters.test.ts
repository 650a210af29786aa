import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../open-database.ts';
import { engines, newPerson } from '../testing/databases.ts';
import { latest, openTwice, refusal } from '../testing/history.ts';

describe.each(engines)('a filter on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  beforeAll(async () => {
    opened = await openTwice(engine);
    ({ db } = opened);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  /** A person with a list, a section, a label, and a filter that names each. */
  async function withFilters() {
    const personId = newPerson();
    const unit = db.unitOfWork(personId);
    await unit.lists.create({ id: 'l', name: 'Home' });
    await unit.sections.create({ id: 's', listId: 'l', name: 'Home' });
    await unit.labels.create({ id: 'b', name: 'Home' });
    for (const [id, query] of Object.entries({ l: '#home | p1', s: '/Home', b: '@"Home"' })) {
      await unit.filters.create({ id, name: id, query });
    }
    const queries = async () =>
      Object.fromEntries((await unit.filters.list()).items.map(({ id, query }) => [id, query]));
    return { personId, unit, queries };
  }

  test('with a query that does not parse is refused at `query`', async () => {
    const { filters } = db.unitOfWork(newPerson());
    const { id } = await filters.create({ name: 'x', query: 'p1' });
    for (const call of [
      () => filters.create({ name: 'x', query: 'p1 & nonsense' }),
      () => filters.update({ id, query: 'p1 &' }),
    ]) {
      expect(await refusal(call())).toMatchObject({
        code: 'BAD_REQUEST',
        data: {
          zodError: { formErrors: [], fieldErrors: { query: [expect.stringMatching(/ at \d$/)] } },
        },
      });
    }
    const long = `search: ${'😀'.repeat(493)}`;
    expect(await refusal(filters.create({ name: 'x', query: long }))).toMatchObject({
      code: 'BAD_REQUEST',
    });
    expect(await filters.update({ id, query: long.replace('😀', '') })).toMatchObject({
      name: 'x',
    });
  });

  test('is checked against the lists, sections and labels of its person', async () => {
    const { unit } = await withFilters();
    const check = (query: string) => unit.filters.check({ query });
    const query = '#HOME & /home & @home & #Inbox & (@Gone | /"Not here")';
    expect(await check(query)).toEqual({ ok: true, unknown: ['Gone', 'Not here'] });
    expect(await check('p1 |')).toEqual({ ok: false, at: 4, message: 'Expected a term at 4' });
    expect(await check('')).toMatchObject({ ok: false, at: 0 });
    const other = db.unitOfWork(newPerson());
    expect(await other.filters.check({ query: '#Home' })).toEqual({ ok: true, unknown: ['Home'] });
  });

  test('follows a list, section or label that is renamed, in one operation and one undo', async () => {
    const { unit, queries } = await withFilters();
    const before = await queries();
    await unit.lists.update({ id: 'l', name: 'R&D' });
    expect(await queries()).toEqual({ ...before, l: '#"R&D" | p1' });
    const operation = await latest(unit);
    expect(operation).toMatchObject({
      kind: 'list.update',
      changes: [
        { noun: 'list', id: 'l' },
        { noun: 'filter', id: 'l' },
      ],
    });
    await unit.sections.update({ id: 's', name: 'Kitchen' });
    await unit.labels.update({ id: 'b', name: 'phone' });
    expect(await queries()).toEqual({ l: '#"R&D" | p1', s: '/Kitchen', b: '@phone' });
    await unit.operations.undo({ id: operation.id });
    expect((await queries())['l']).toBe('#home | p1');
  });

  test('stays while another row has the old name, and where it has a pattern', async () => {
    const { unit, queries } = await withFilters();
    await unit.filters.update({ id: 'l', query: '#Home*' });
    await unit.lists.update({ id: 'l', name: 'House' });
    await unit.lists.create({ id: 'l2', name: 'HOUSE' });
    await unit.sections.create({ id: 's2', listId: 'l2', name: 'home' });
    await unit.sections.update({ id: 's', name: 'Kitchen' });
    expect(await queries()).toMatchObject({ l: '#Home*', s: '/Home' });
    // Of deleted rows as well.
    await unit.labels.delete({ id: 'b' });
    expect(await queries()).toMatchObject({ b: '@"Home"' });
  });

  test('that would get longer than 500 characters refuses the new name', async () => {
    const { unit, queries } = await withFilters();
    await unit.filters.update({ id: 'b', query: `@Home | search: ${'x'.repeat(480)}` });
    const before = await queries();
    expect(await refusal(unit.labels.update({ id: 'b', name: 'x'.repeat(60) }))).toMatchObject({
      code: 'BAD_REQUEST',
      data: { zodError: { fieldErrors: { name: [expect.any(String)] } } },
    });
    expect(await queries()).toEqual(before);
    expect((await unit.labels.list()).items).toMatchObject([{ name: 'Home' }]);
  });

  test('that another row still has allows any new name, however long a filter is', async () => {
    const { unit, queries } = await withFilters();
    await unit.filters.update({ id: 'l', query: `#Home | search: ${'x'.repeat(480)}` });
    await unit.lists.create({ id: 'l2', name: 'HOME' });
    const before = await queries();
    await unit.lists.update({ id: 'l', name: 'x'.repeat(200) });
    expect(await queries()).toEqual(before);
  });

  test('that is created beside a renaming has the old name or the new one, never a name that was lost', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { personId, unit, queries } = await withFilters();
      const there = opened.elsewhere.unitOfWork(personId);
      await Promise.all([
        unit.lists.update({ id: 'l', name: 'House' }),
        there.filters.create({ id: 'new', name: 'x', query: '#Home' }),
      ]);
      const { items } = await unit.operations.list({ limit: 2 });
      const isRenamedLast = items[0]?.kind === 'list.update';
      expect((await queries())['new']).toBe(isRenamedLast ? '#House' : '#Home');
    }
  });
});
