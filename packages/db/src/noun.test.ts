// A noun that only this test has. It needs an entity, verbs, and a line in the list of entities.
import { randomUUID } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { applyChanges, type Changes } from '@tydo/rules/row';
import type { OperationListInput } from '@tydo/schemas/operation';
import type { TaskRead } from '@tydo/schemas/task';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { erase } from './account/erase.ts';
import { closeAccount } from './account/tombstone.ts';
import { type Entity, entities, nounsOf } from './entities.ts';
import { createInternals, type Internals } from './internals.ts';
import { createEntity, defineNoun, type Row, readEntity, writeEntity } from './noun.ts';
import { connectionTo } from './open-database.ts';
import { listOperations } from './operation/list-operations.ts';
import { Operations } from './operation/operations.ts';
import { createOrm } from './orm.ts';
import { ownedFork, ownerFilter } from './owner-filter.ts';
import { ensureSchema } from './schema/schema.ts';
import type { WithOperationId, WriteScope } from './scope.ts';
import { taskNoun } from './task/task.entity.ts';
import { Tasks } from './task/tasks.ts';
import { engines, execute, newPerson, temporaryDatabase } from './testing/databases.ts';
import { refusal } from './testing/history.ts';
import { watchStatements } from './testing/watch-statements.ts';
import { createScopeProvider } from './unit-of-work.ts';

interface NoteRead extends Row {
  id: string;
  createdAt: string;
  text: string | null;
  tags: string[];
  parentId: string | null;
  seeAlso: string[];
  taskUid: string | null;
}

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'note',
  properties: {
    userId: p.text().primary(),
    id: p.text().primary(),
    text: p.text().strictNullable(),
    tags: p.json().$type<string[]>(),
    parentId: p.text().strictNullable(),
    seeAlso: p.json().$type<string[]>(),
    taskUid: p.text().strictNullable(),
    createdAt: p.datetime(3),
    updatedAt: p.datetime(3),
  },
  filters: { owner: ownerFilter },
});

class Note extends NoteSchema.class {
  read(): NoteRead {
    return readEntity(noteNoun, this);
  }

  change(changes: Changes<NoteRead>, now: string): void {
    writeEntity(noteNoun, this, applyChanges(this.read(), changes, now));
  }
}
NoteSchema.setClass(Note);

const shape = {
  id: null,
  text: null,
  tags: null,
  parentId: null,
  seeAlso: null,
  taskUid: null,
  createdAt: null,
  updatedAt: null,
};
const noteNoun = defineNoun<NoteRead, Note>('note', NoteSchema, Note, shape, {
  // `text` may be null, so a stored null must not be read as the default.
  defaults: { text: '', tags: [], seeAlso: [] },
  references: { parentId: 'note', seeAlso: 'note', taskUid: 'task' },
});
const withNotes: readonly Entity[] = [
  {
    schema: NoteSchema,
    owned: 'person',
    erased: ['id'],
    exported: 'notes',
    noun: noteNoun,
    naming: { seeAlso: async () => undefined },
  },
  ...entities,
];

/** What older versions read of a task. */
const whole = ({ id, title, description, completed, createdAt, updatedAt }: TaskRead) => ({
  id,
  title,
  description,
  completed,
  createdAt,
  updatedAt,
});

interface NoteInput extends WithOperationId, Partial<Omit<NoteRead, 'id'>> {
  id: string;
}

async function putNote(scope: WriteScope, { id, ...changes }: Omit<NoteInput, 'operationId'>) {
  const { em, personId, now } = scope;
  await scope.lockOwner();
  const [note] = await scope.load(noteNoun, [id]);
  const empty = { text: null, tags: [], parentId: null, seeAlso: [], taskUid: null };
  const fields = { ...empty, ...changes, createdAt: now, updatedAt: now };
  const made = note ?? createEntity(em, noteNoun, personId, { id, ...fields });
  note?.change(changes, now);
  await em.flush();
  return made.read();
}

async function removeNotes(scope: WriteScope, { ids }: { ids: string[] }) {
  await scope.lockOwner();
  const rows = scope.rows(noteNoun);
  await rows.remove(await rows.lock(ids));
  return { ids };
}

describe.each(engines)('another noun on %s', (engine) => {
  let internals: Internals;
  let url: string;
  let of: (personId: string) => ReturnType<typeof verbsOf>;
  let end: () => Promise<void>;

  beforeAll(async () => {
    const temporary = await temporaryDatabase(engine);
    ({ url } = temporary);
    const connection = await connectionTo({ url, poolSize: 1, maxOverflow: 2 });
    const orm = await createOrm(connection, withNotes);
    await orm.connect();
    await ensureSchema(orm, connection.dialect);
    internals = createInternals(orm, connection, withNotes);
    const fork = (personId: string) => ownedFork(orm.em, personId);
    of = (personId) => verbsOf(createScopeProvider({ ...internals, fork }, personId));
    end = async () => {
      await orm.close(true);
      await temporary[Symbol.asyncDispose]();
    };
  });
  afterAll(() => end());

  const verbsOf = (scopes: ReturnType<typeof createScopeProvider>) => ({
    tasks: new Tasks(scopes),
    operations: new Operations(scopes),
    put: async (input: NoteInput) => (await scopes.write('note.put', input, putNote)).result,
    remove: async (...ids: string[]) =>
      (
        await scopes.write<{ ids: string[] } & WithOperationId, unknown>(
          'note.remove',
          { ids },
          removeNotes,
        )
      ).operation?.id ?? '',
    get: (id: string) => scopes.read(({ find }) => find(noteNoun, id)),
    historyOf: (id: string) =>
      scopes.read((scope) => listOperations(scope, Object({ noun: 'note', id }))),
    list: (input: OperationListInput) => scopes.read((scope) => listOperations(scope, input ?? {})),
    write: scopes.write,
  });

  test('and tasks have separate histories, newest first, with full pages', async () => {
    const me = of(newPerson());
    const task = await me.tasks.create({ title: 'first' });
    await me.put({ id: 'b', text: 'between' });
    await me.tasks.update({ id: task.id, title: 'second' });
    await me.put({ id: 'b', text: 'after' });
    const kinds = async (...input: object[]) =>
      (await me.list(Object.assign({ limit: 1 }, ...input))).items.map(({ kind }) => kind);
    expect(await kinds({ noun: 'note' })).toEqual(['note.put']);
    expect(await kinds({ noun: 'task' })).toEqual(['task.update']);
    const { nextCursor: cursor } = await me.list({ noun: 'task', limit: 1 });
    expect(await kinds({ noun: 'task', cursor })).toEqual(['task.create']);
    // operation_task has no index in this order: it would be read whole for each page.
    using watch = watchStatements();
    await kinds({ noun: 'task' });
    expect(watch.sent.filter((sql) => sql.includes('operation_task'))).toEqual([]);
  });

  test('is read, changed, deleted and undone field by field, arrays too', async () => {
    const me = of(newPerson());
    const made = await me.put({ id: 'a', text: 'one', tags: ['x'] });
    expect(made).toEqual({
      id: 'a',
      text: 'one',
      tags: ['x'],
      parentId: null,
      seeAlso: [],
      taskUid: null,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: made.createdAt,
    });
    const retagged = await me.put({ id: 'a', tags: ['x', 'y'] });
    await me.put({ id: 'a', text: null });
    const { items } = await me.historyOf('a');
    expect(items.map(({ kind, changes }) => ({ kind, changes }))).toMatchObject([
      { changes: [{ noun: 'note', id: 'a', before: retagged, after: { text: null } }] },
      { changes: [{ noun: 'note', id: 'a', before: made, after: retagged }] },
      { changes: [{ noun: 'note', id: 'a', before: null, after: made }] },
    ]);
    // The tags, which were not changed since.
    await me.operations.undo({ id: items[1]?.id ?? '' });
    expect(await me.get('a')).toMatchObject({ text: null, tags: ['x'] });
    const before = await me.get('a');
    const deletion = await me.remove('a');
    expect(await me.get('a')).toBeUndefined();
    await me.operations.undo({ id: deletion });
    expect(await me.get('a')).toEqual({ ...before, updatedAt: expect.any(String) });
  });

  test('is not changed by an update with the current values', async () => {
    const me = of(newPerson());
    const made = await me.put({ id: 'a', tags: ['x'] });
    expect(await me.put({ id: 'a', tags: ['x'] })).toEqual(made);
    expect((await me.historyOf('a')).items).toHaveLength(1);
  });

  test('has the later operation in blockedBy when an undo is refused', async () => {
    const me = of(newPerson());
    await me.put({ id: 'a', tags: ['x'] });
    await me.put({ id: 'a', tags: ['y'] });
    const [latest, first] = (await me.historyOf('a')).items;
    expect(await refusal(me.operations.undo({ id: first?.id ?? '' }))).toMatchObject({
      code: 'CONFLICT',
      data: { blockedBy: latest },
    });
  });

  test('is in one operation with the tasks of the same call', async () => {
    const personId = newPerson();
    const me = of(personId);
    const task = await me.tasks.create({ title: 'with a note' });
    const { operation } = await me.write('both', {}, async (scope) => {
      await putNote(scope, { id: 'a', text: 'of the task' });
      const rows = scope.rows(taskNoun);
      await rows.remove(await rows.lock([task.id]));
    });
    expect(operation?.changes).toMatchObject([
      { noun: 'task', id: task.id, after: null },
      { noun: 'note', id: 'a', before: null },
    ]);
    expect((await me.operations.list({ limit: 1 })).items).toEqual([operation]);
    // Versions that have tasks only read them in their own form, and ignore the rest.
    const [row] = await execute(url, `select changes from operation where id = '${operation?.id}'`);
    const { changes } = Object(row);
    expect(typeof changes === 'string' ? JSON.parse(changes) : changes).toEqual([
      { taskId: task.id, before: expect.objectContaining(whole(task)), after: null },
    ]);
    await me.operations.undo({ id: operation?.id ?? '' });
    expect(await me.get('a')).toBeUndefined();
    expect(await me.tasks.get({ id: task.id })).toMatchObject({ title: 'with a note' });
  });

  test('is repeated under its operationId, also if the call changed nothing', async () => {
    const me = of(newPerson());
    const input = { operationId: randomUUID(), id: 'a', tags: ['x'] };
    const made = await me.put(input);
    const same = { ...input, operationId: randomUUID() };
    expect(await me.put(same)).toEqual(made);
    await me.put({ id: 'a', tags: [] });
    await me.remove('a');
    expect(await me.put(input)).toEqual(made);
    expect(await me.put(same)).toEqual(made);
  });

  test('belongs to one person, also with equal ids', async () => {
    const [ann, bob] = [of(newPerson()), of(newPerson())];
    const [anns, bobs] = await Promise.all([
      ann.put({ id: 'a', text: 'Ann’s' }),
      bob.put({ id: 'a', text: 'Bob’s' }),
    ]);
    expect(await Promise.all([ann.get('a'), bob.get('a')])).toEqual([anns, bobs]);
    await ann.remove('a');
    expect(await bob.get('a')).toEqual(bobs);
  });

  describe('references of it', () => {
    const there = { code: 'NOT_FOUND', message: 'There is no such note.', data: {} };

    test('are checked in creates, updates and arrays; null names nothing', async () => {
      const me = of(newPerson());
      await me.put({ id: 'list' });
      const { uid: taskUid } = await me.tasks.create({ title: 'x' });
      const made = await me.put({ id: 'a', parentId: 'list', seeAlso: ['list', 'list'], taskUid });
      expect(made).toMatchObject({ parentId: 'list', seeAlso: ['list', 'list'], taskUid });
      const none = { parentId: null, seeAlso: [], taskUid: null };
      expect(await me.put({ id: 'a', ...none })).toMatchObject(none);
      expect(await me.put({ id: 'a', seeAlso: ['list', 'a'] })).toMatchObject({ parentId: null });
    });

    test('that are missing or another user’s are the same NOT_FOUND, and nothing is written', async () => {
      const [me, other] = [of(newPerson()), of(newPerson())];
      await other.put({ id: 'theirs' });
      const { uid: taskUid } = await other.tasks.create({ title: 'x' });
      const kept = await me.put({ id: 'kept' });
      for (const missing of ['theirs', 'nowhere']) {
        for (const fields of [{ parentId: missing }, { seeAlso: ['kept', missing] }]) {
          for (const id of ['new', 'kept']) {
            const { code, message, data } = Object(await refusal(me.put({ id, ...fields })));
            expect({ code, message, data }).toEqual(there);
          }
        }
      }
      const task = await refusal(me.put({ id: 'kept', taskUid }));
      expect(task).toMatchObject({ code: 'NOT_FOUND', message: 'There is no such task.' });
      expect([await me.get('new'), await me.get('kept')]).toEqual([undefined, kept]);
      expect((await me.operations.list()).items).toHaveLength(1);
    });

    test('may name rows that the same write created, not those that it deleted', async () => {
      const me = of(newPerson());
      const both = me.write('both', {}, async (scope) => {
        await putNote(scope, { id: 'child', parentId: 'parent' });
        await putNote(scope, { id: 'parent' });
      });
      expect((await both).operation?.changes).toHaveLength(2);
      const moved = me.write('moved', {}, async (scope) => {
        await putNote(scope, { id: 'other', parentId: 'parent' });
        await removeNotes(scope, { ids: ['parent'] });
      });
      expect(await refusal(moved)).toMatchObject(there);
    });

    test('that an undo would restore must exist, or it is a CONFLICT with blockedBy', async () => {
      const me = of(newPerson());
      await me.put({ id: 'a' });
      await me.put({ id: 'b', parentId: 'a' });
      await me.put({ id: 'b', parentId: null });
      const [moved] = (await me.historyOf('b')).items;
      const removed = await me.remove('b');
      await me.operations.undo({ id: removed });
      const deletion = await me.remove('a');
      const [latest] = (await me.operations.list({ limit: 1 })).items;
      expect(await refusal(me.operations.undo({ id: moved?.id ?? '' }))).toMatchObject({
        code: 'CONFLICT',
        data: { blockedBy: latest },
      });
      expect(await me.get('b')).toMatchObject({ parentId: null });
      await me.operations.undo({ id: deletion });
      await me.operations.undo({ id: moved?.id ?? '' });
      expect(await me.get('b')).toMatchObject({ parentId: 'a' });
    });

    test('are checked with one statement per noun, and not again if they were set before', async () => {
      const me = of(newPerson());
      for (const id of ['a', 'b', 'c']) await me.put({ id });
      const countOf = async (input: NoteInput) => {
        using watch = watchStatements();
        await me.put(input);
        return watch.sent.filter((sql) => /^select .*"note"/s.test(sql)).length;
      };
      const loads = await countOf({ id: 'x' });
      expect(await countOf({ id: 'x', parentId: 'a', seeAlso: ['a', 'b', 'c'] })).toBe(loads + 1);
      expect(await countOf({ id: 'x', text: 'y', seeAlso: ['b'] })).toBe(loads);
    });

    test('and a concurrent deletion are serialized by the owner’s lock', async () => {
      const me = of(newPerson());
      for (let round = 0; round < 10; round += 1) {
        const id = `parent ${round}`;
        await me.put({ id });
        const named = me.put({ id: `child ${round}`, parentId: id });
        const [parent, child] = await Promise.allSettled([me.remove(id), named]);
        // A verb has to take the names away itself.
        if (parent.status === 'rejected') {
          expect(parent.reason).toMatchObject({ message: expect.stringContaining('still names') });
          expect(child.status).toBe('fulfilled');
        } else {
          expect(child).toMatchObject({ status: 'rejected', reason: there });
        }
      }
    });

    test('must name nouns in the list of entities', () => {
      expect(() => nounsOf(withNotes.slice(0, 1))).toThrow('note.taskUid names an unknown task');
    });

    test('can be set only by a write that holds the owner’s lock', async () => {
      const personId = newPerson();
      await of(personId).put({ id: 'a' });
      const made = of(personId).write('unlocked', {}, async ({ em, now }) => {
        const fields = { text: null, tags: [], parentId: 'a', seeAlso: [], taskUid: null };
        const row = { id: 'b', ...fields, createdAt: now, updatedAt: now };
        createEntity(em, noteNoun, personId, row);
        await em.flush();
      });
      await expect(made).rejects.toThrow('names a note must call lockOwner');
    });
  });

  test('is deleted with the account', async () => {
    const [me, other] = [newPerson(), newPerson()];
    for (const person of [me, other]) await of(person).put({ id: 'a' });
    await closeAccount(internals.kysely, internals.dialect, me);
    expect(await erase(internals.kysely, withNotes, me)).toBe(true);
    for (const table of ['note', 'operation_row']) {
      const rows = await execute(url, `select user_id from ${table}`);
      const people = new Set(rows.map((row) => Object(row).user_id));
      expect([people.has(me), people.has(other)]).toEqual([false, true]);
    }
  });
});
