import { type SyncRow, syncLimits } from '@tydo/schemas/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cursorAfter } from '../cursor.ts';
import type { Database, UnitOfWork } from '../open-database.ts';
import { engines, execute, newPerson } from '../testing/databases.ts';
import { openTwice, refusal } from '../testing/history.ts';

/** Settings have none. */
const idOf = ({ noun, row }: SyncRow) => ('id' in row ? row.id : noun);

describe.each(engines)('a snapshot on %s', (engine) => {
  let opened: Awaited<ReturnType<typeof openTwice>>;
  let db: Database;
  beforeAll(async () => {
    opened = await openTwice(engine);
    ({ db } = opened);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  /** All pages. */
  async function readAll(unit: UnitOfWork, limit?: number) {
    const pages = [await unit.sync.snapshot({ limit })];
    for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor) {
      pages.push(await unit.sync.snapshot({ limit, cursor }));
    }
    return pages;
  }
  const rowsOf = (pages: Awaited<ReturnType<typeof readAll>>) => pages.flatMap(({ rows }) => rows);

  test('of a person without anything is one empty page that begins at 0', async () => {
    const unit = db.unitOfWork(newPerson());
    expect(await unit.sync.snapshot()).toEqual({ seq: 0, after: null, rows: [], nextCursor: null });
  });

  test('has every row once, the newest first, and none of another person', async () => {
    const unit = db.unitOfWork(newPerson());
    await db.unitOfWork(newPerson()).tasks.create({ title: 'not mine' });
    const tasks = Array.from({ length: 7 }, (_, at) => ({ title: `task ${at}` }));
    const { items } = await unit.tasks.createMany({ tasks });
    const expected = items.toReversed().map((row) => ({ noun: 'task', row }));
    for (const limit of [1, 2, 7, 1_000, undefined]) {
      const pages = await readAll(unit, limit);
      expect(rowsOf(pages)).toEqual(expected);
      expect(pages).toHaveLength(Math.ceil(7 / (limit ?? 7)));
    }
  });

  test('tells the number and the id of the latest operation, unless that was pruned', async () => {
    const personId = newPerson();
    const unit = db.unitOfWork(personId);
    const operationId = 'c56a4180-65aa-42ec-a945-5fd21dec0538';
    await unit.tasks.create({ title: 'one' });
    await unit.tasks.create({ title: 'two', operationId });
    expect(await unit.sync.snapshot({ limit: 1 })).toMatchObject({ seq: 2, after: operationId });
    await execute(opened.url, `delete from operation where user_id = '${personId}'`);
    expect(await unit.sync.snapshot()).toMatchObject({ seq: 2, after: null });
  });

  test('with what the journal tells after its first page is what is there, whatever is written meanwhile', async () => {
    const personId = newPerson();
    const unit = db.unitOfWork(personId);
    const tasks = Array.from({ length: 40 }, (_, at) => ({ title: `task ${at}` }));
    const { items } = await unit.tasks.createMany({ tasks });
    const writers = [db, opened.elsewhere].map(async (database, which) => {
      for (const [at, { id }] of items.entries()) {
        if (at % 2 !== which) continue;
        const own = database.unitOfWork(personId);
        if (at % 3 === 0) await own.tasks.delete({ id });
        else await own.tasks.update({ id, title: `changed ${at}` });
        if (at % 5 === 0) await own.tasks.create({ title: `new ${at}` });
      }
    });
    const pages = await readAll(unit, 3);
    await Promise.all(writers);
    const [first] = pages;
    const rows = new Map(rowsOf(pages).map((one) => [idOf(one), one.row]));
    let position = { seq: first?.seq ?? 0, after: first?.after ?? null };
    for (let more = true; more; ) {
      const { items: operations } = await unit.operations.since(position);
      for (const { id, seq, changes } of operations) {
        position = { seq, after: id };
        for (const change of changes) {
          if (change.after) rows.set(change.id, change.after);
          else rows.delete(change.id);
        }
      }
      more = operations.length > 0;
    }
    const now = new Map(rowsOf(await readAll(unit)).map((one) => [idOf(one), one.row]));
    expect(rows).toEqual(now);
  });

  test('ends a page at one MiB, and gives at least one row', async () => {
    const unit = db.unitOfWork(newPerson());
    const tasks = Array.from({ length: 40 }, () => ({
      title: 'x',
      description: '😀'.repeat(1_000),
    }));
    for (let round = 0; round < 8; round += 1) await unit.tasks.createMany({ tasks });
    const pages = await readAll(unit);
    expect(pages.length).toBeGreaterThan(1);
    for (const { rows } of pages) {
      const bytes = rows.reduce((sum, { row }) => sum + Buffer.byteLength(JSON.stringify(row)), 0);
      expect(bytes).toBeLessThanOrEqual(syncLimits.pageBytes);
    }
    // The first is as full as it can be.
    expect(pages[0]?.rows.length).toBeGreaterThan(200);
    expect(new Set(rowsOf(pages).map(idOf)).size).toBe(320);
  });

  test('goes on by cursors of its own kind alone, and another person’s shows nothing of theirs', async () => {
    const [mine, theirs] = [db.unitOfWork(newPerson()), db.unitOfWork(newPerson())];
    for (const unit of [mine, theirs, mine, theirs]) await unit.tasks.create({ title: 'x' });
    const { nextCursor } = await theirs.sync.snapshot({ limit: 1 });
    const { rows } = await mine.sync.snapshot({ cursor: nextCursor });
    const own = rowsOf(await readAll(mine)).map(idOf);
    for (const row of rows) expect(own).toContain(idOf(row));
    const ofList = (await mine.tasks.list({ limit: 1 })).nextCursor ?? '';
    for (const cursor of ['x', 'a.b', ofList, `${nextCursor}A`, '====']) {
      expect(await refusal(mine.sync.snapshot({ cursor }))).toMatchObject({ code: 'BAD_REQUEST' });
    }
  });

  test('asks for the memory of a page before it is read', async () => {
    const personId = newPerson();
    await db.unitOfWork(personId).tasks.create({ title: 'x' });
    const asked: unknown[] = [];
    const refuse = (size: unknown) => (asked.push(size), Promise.reject(new TypeError('no room')));
    const { sync } = db.unitOfWork(personId, db.newDeadline(), refuse);
    await expect(sync.snapshot()).rejects.toThrow('no room');
    expect(asked).toEqual([{ atMost: syncLimits.pageBytes, exactly: false, of: 'answer' }]);
  });

  test('refuses a cursor that no page had, though its fingerprint is right', async () => {
    const unit = db.unitOfWork(newPerson());
    await unit.tasks.create({ title: 'x' });
    for (const position of ['task', 'task.', 'task.x', 'task.1.5', 'task.4294967296', 'x.\0']) {
      const cursor = cursorAfter(position, ['sync.snapshot']);
      expect(await refusal(unit.sync.snapshot({ cursor }))).toMatchObject({ code: 'BAD_REQUEST' });
    }
    // A noun of a newer version: all nouns of this one come.
    const cursor = cursorAfter('newer.x', ['sync.snapshot']);
    expect((await unit.sync.snapshot({ cursor })).rows).toHaveLength(1);
  });
});
