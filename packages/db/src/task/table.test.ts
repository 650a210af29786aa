// The table as the contract has it, read from each engine's catalogue.
import { rankOf } from '@tydo/rules/order';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entities } from '../entities.ts';
import { type Database, openDatabase } from '../open-database.ts';
import {
  engines,
  execute,
  newPerson,
  newTasks,
  openTemporaryDatabase,
  temporaryDatabase,
} from '../testing/databases.ts';
import { unplaced } from '../testing/factories.ts';
import { derivedUid } from './derived-uid.ts';

const columns = {
  sqlite: [
    'id INTEGER not null primary key',
    'user_id TEXT not null',
    'title varchar(200) not null',
    'description varchar(1000)',
    'completed INTEGER not null default false',
    "created_at datetime not null default cast(unixepoch('subsec') * 1000 as integer)",
    "updated_at datetime not null default cast(unixepoch('subsec') * 1000 as integer)",
    'title_folded TEXT',
    'description_folded TEXT',
    'uid varchar(255)',
    'rank varchar(64)',
    'completed_at datetime',
    "list_id varchar(255) not null default ''",
    'section_id varchar(255)',
    'parent_uid varchar(255)',
    'priority INTEGER not null default 0',
    'label_ids json',
    'due TEXT',
    'start TEXT',
    'deadline TEXT',
    'rule TEXT',
    "rule_from TEXT not null default 'due'",
    'anchor TEXT',
    'occurrence TEXT',
    'series_uid TEXT',
    'due_day TEXT',
    'due_at TEXT',
    'start_day TEXT',
    'start_at TEXT',
  ],
  postgresql: [
    "id integer not null primary key default nextval('task_id_seq'::regclass)",
    'user_id text not null',
    'title character varying(200) not null',
    'description character varying(1000)',
    'completed boolean not null default false',
    'created_at timestamp(3) with time zone not null default CURRENT_TIMESTAMP(3)',
    'updated_at timestamp(3) with time zone not null default CURRENT_TIMESTAMP(3)',
    'title_folded text',
    'description_folded text',
    'uid character varying(255) collate "C"',
    'rank character varying(64) collate "C"',
    'completed_at timestamp(3) with time zone',
    `list_id character varying(255) collate "C" not null default ''::character varying`,
    'section_id character varying(255) collate "C"',
    'parent_uid character varying(255) collate "C"',
    'priority integer not null default 0',
    'label_ids jsonb',
    'due text collate "C"',
    'start text collate "C"',
    'deadline text collate "C"',
    'rule text',
    `rule_from text not null default 'due'::text`,
    'anchor text collate "C"',
    'occurrence text collate "C"',
    'series_uid text collate "C"',
    'due_day text collate "C"',
    'due_at text collate "C"',
    'start_day text collate "C"',
    'start_at text collate "C"',
  ],
};

const indexes = {
  sqlite: [
    'CREATE INDEX `task_completed_user_id_id_index` on `task` (`completed`, `user_id`, `id`)',
    'CREATE INDEX `task_to_repair_index` on `task` (`id`) where title_folded is null or description_folded is null' +
      " or length(cast(title_folded as blob)) <> length(title_folded) and substr(title_folded, 1, 1) <> 'n'" +
      " or length(cast(description_folded as blob)) <> length(description_folded) and substr(description_folded, 1, 1) <> 'n'" +
      ' or uid is null or rank is null or completed <> (completed_at is not null)',
    'CREATE INDEX `task_user_id_completed_at_id_index` on `task` (`user_id`, `completed_at`, `id`) where completed_at is not null',
    'CREATE INDEX `task_user_id_completed_id_index` on `task` (`user_id`, `completed`, `id`)',
    'CREATE INDEX `task_user_id_deadline_id_index` on `task` (`user_id`, `deadline`, `id`) where completed = false and deadline is not null',
    'CREATE INDEX `task_user_id_due_day_id_index` on `task` (`user_id`, `due_day`, `id`) where completed = false and due_day is not null',
    'CREATE INDEX `task_user_id_id_index` on `task` (`user_id`, `id`)',
    'CREATE INDEX `task_user_id_list_id_completed_rank_id_index` on `task` (`user_id`, `list_id`, `completed`, `rank`, `id`)',
    'CREATE INDEX `task_user_id_list_id_index` on `task` (`user_id`, `list_id`) where completed = false',
    'CREATE INDEX `task_user_id_parent_uid_index` on `task` (`user_id`, `parent_uid`) where parent_uid is not null',
    'CREATE INDEX `task_user_id_start_day_id_index` on `task` (`user_id`, `start_day`, `id`) where completed = false and start_day is not null',
    'CREATE UNIQUE INDEX `task_user_id_uid_index` on `task` (`user_id`, `uid`) where uid is not null',
  ],
  postgresql: [
    'CREATE INDEX task_completed_user_id_id_index ON public.task USING btree (completed, user_id, id)',
    'CREATE UNIQUE INDEX task_pkey ON public.task USING btree (id)',
    'CREATE INDEX task_to_repair_index ON public.task USING btree (id) WHERE ((title_folded IS NULL) OR (description_folded IS NULL)' +
      " OR ((octet_length(title_folded) <> length(title_folded)) AND (substr(title_folded, 1, 1) <> 'n'::text))" +
      " OR ((octet_length(description_folded) <> length(description_folded)) AND (substr(description_folded, 1, 1) <> 'n'::text))" +
      ' OR (uid IS NULL) OR (rank IS NULL) OR (completed <> (completed_at IS NOT NULL)))',
    'CREATE INDEX task_user_id_completed_at_id_index ON public.task USING btree (user_id, completed_at, id) WHERE (completed_at IS NOT NULL)',
    'CREATE INDEX task_user_id_completed_id_index ON public.task USING btree (user_id, completed, id)',
    'CREATE INDEX task_user_id_deadline_id_index ON public.task USING btree (user_id, deadline, id) WHERE ((completed = false) AND (deadline IS NOT NULL))',
    'CREATE INDEX task_user_id_due_day_id_index ON public.task USING btree (user_id, due_day, id) WHERE ((completed = false) AND (due_day IS NOT NULL))',
    'CREATE INDEX task_user_id_id_index ON public.task USING btree (user_id, id)',
    'CREATE INDEX task_user_id_list_id_completed_rank_id_index ON public.task USING btree (user_id, list_id, completed, rank, id)',
    'CREATE INDEX task_user_id_list_id_index ON public.task USING btree (user_id, list_id) WHERE (completed = false)',
    'CREATE INDEX task_user_id_parent_uid_index ON public.task USING btree (user_id, parent_uid) WHERE (parent_uid IS NOT NULL)',
    'CREATE INDEX task_user_id_start_day_id_index ON public.task USING btree (user_id, start_day, id) WHERE ((completed = false) AND (start_day IS NOT NULL))',
    'CREATE UNIQUE INDEX task_user_id_uid_index ON public.task USING btree (user_id, uid) WHERE (uid IS NOT NULL)',
  ],
};

const ours = entities.map(({ schema }) => `'${schema.tableName}'`).join();

// Each returns rows with one column `line`.
const catalogue = {
  sqlite: {
    columns: `select name || ' ' || type || iif("notnull", ' not null', '') ||
        iif(pk, ' primary key', '') || coalesce(' default ' || dflt_value, '') as line
      from pragma_table_xinfo('task') order by cid`,
    indexes: `select sql as line from sqlite_master where type = 'index' and tbl_name = 'task' order by name`,
    others: `select type || ' ' || name as line from sqlite_master
        where type <> 'index' and name not in (${ours}, 'sqlite_sequence')
      union all select 'key to ' || "table" from pragma_foreign_key_list('task')`,
  },
  postgresql: {
    columns: `select concat(attname, ' ', format_type(atttypid, atttypmod),
        ' collate "' || collname || '"',
        case when attnotnull then ' not null' end,
        case when attnum = any(conkey) then ' primary key' end,
        ' default ' || pg_get_expr(adbin, adrelid)) as line
      from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
      join pg_constraint on conrelid = attrelid and contype = 'p'
      left join pg_collation on pg_collation.oid = attcollation and collname <> 'default'
      where attrelid = 'task'::regclass and attnum > 0 and not attisdropped order by attnum`,
    indexes: `select indexdef as line from pg_indexes where tablename = 'task' order by indexname`,
    others: `select conname as line from pg_constraint
        where conrelid = 'task'::regclass and contype not in ('p', 'n')
      union all select tgname from pg_trigger where tgrelid = 'task'::regclass
      union all select relname from pg_class where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'v') and relname not in (${ours})`,
  },
};

describe.each(engines)('the table on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  let db: Database;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
    db = temporary.db;
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const sql = (statement: string) => execute(temporary.url, statement);
  const lines = async (statement: string) =>
    (await sql(statement)).map((row) => String(Object(row).line));

  test('has these columns and no other', async () => {
    expect(await lines(catalogue[engine].columns)).toEqual(columns[engine]);
  });

  test('has these indexes and no other', async () => {
    expect(await lines(catalogue[engine].indexes)).toEqual(indexes[engine]);
  });

  test('has no foreign key and no trigger, and the only other tables are the journal’s and attempt', async () => {
    expect(await lines(catalogue[engine].others)).toEqual([]);
  });

  test('a plain INSERT of owner and title is a whole task', async () => {
    const person = newPerson();
    const before = Date.now();
    await sql(`insert into task (user_id, title) values ('${person}', 'By hand')`);
    const [task] = (await db.unitOfWork(person).tasks.list()).items;
    expect(task).toEqual({
      id: expect.any(Number),
      title: 'By hand',
      description: null,
      completed: false,
      createdAt: task?.updatedAt,
      updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      uid: task && derivedUid(task),
      rank: task && rankOf(task.createdAt),
      ...unplaced,
    });
    // SQLite's clock is a floating-point number, truncated to milliseconds.
    expect(Date.parse(task?.createdAt ?? '')).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(task?.createdAt ?? '')).toBeLessThanOrEqual(Date.now());
  });

  test.each(['user_id', 'title', 'completed', 'created_at', 'updated_at'])(
    'a plain INSERT with null as %s is refused',
    async (column) => {
      const row = { user_id: "'ann'", title: "'x'", [column]: 'null' };
      const insert = `insert into task (${Object.keys(row).join()}) values (${Object.values(row).join()})`;
      await expect(sql(insert)).rejects.toThrow(/not.null/i);
    },
  );

  test.each(['user_id', 'title'])('a plain INSERT without %s is refused', async (column) => {
    const other = column === 'title' ? 'user_id' : 'title';
    await expect(sql(`insert into task (${other}) values ('x')`)).rejects.toThrow(/not.null/i);
  });
});

describe.each(engines)('uid and rank on %s', (engine) => {
  let temporary: Awaited<ReturnType<typeof openTemporaryDatabase>>;
  beforeAll(async () => {
    temporary = await openTemporaryDatabase(engine);
  });
  afterAll(() => temporary[Symbol.asyncDispose]());

  const insert = (person: string, column: string, values: string[]) =>
    execute(
      temporary.url,
      `insert into task (user_id, title, ${column}) values ${values.map((value) => `('${person}', 'x', '${value}')`).join()}`,
    );

  test('are set for every new task: a UUID of version 7, and the rank of its creation time', async () => {
    const person = newPerson();
    const { tasks } = temporary.db.unitOfWork(person);
    const made = [await tasks.create({ title: 'one' })];
    made.push(...(await tasks.createMany({ tasks: newTasks(3) })).items);
    const stored = `select id, uid, rank from task where user_id = '${person}' order by id`;
    const rows = await execute(temporary.url, stored);
    expect(rows).toEqual(
      made.map(({ id, createdAt }) => ({
        id,
        uid: expect.stringMatching(
          /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
        ),
        rank: expect.stringMatching(`^${rankOf(createdAt)}`),
      })),
    );
    expect(new Set(rows.map((row) => Object(row).uid)).size).toBe(4);
    for (const { id } of made) await tasks.update({ id, title: 'two', completed: true });
    expect(await execute(temporary.url, stored)).toEqual(rows);
  });

  test('a uid is unique per owner and compared bytewise', async () => {
    const [ann, bob] = [newPerson(), newPerson()];
    await insert(ann, 'uid', ['one', 'ONE', 'one ']);
    await insert(bob, 'uid', ['one']);
    await expect(insert(ann, 'uid', ['one'])).rejects.toThrow(/unique/i);
  });

  test('ranks are compared bytewise', async () => {
    const person = newPerson();
    await insert(person, 'rank', ['b', 'a0', 'Zz', 'B', 'a0V', 'A']);
    const rows = await execute(
      temporary.url,
      `select rank from task where user_id = '${person}' order by rank`,
    );
    expect(rows.map((row) => Object(row).rank)).toEqual(['A', 'B', 'Zz', 'a0', 'a0V', 'b']);
  });
});

describe.each(engines)('ids on %s', (engine) => {
  test('are never used twice, also when the newest is deleted before a restart', async () => {
    await using temporary = await temporaryDatabase(engine);
    const createAndDelete = async () => {
      await using db = await openDatabase({ url: temporary.url });
      const { tasks } = db.unitOfWork(newPerson());
      const { id } = await tasks.create({ title: 'newest' });
      await tasks.delete({ id });
      return id;
    };
    const ids = [await createAndDelete(), await createAndDelete()];
    await execute(temporary.url, "insert into task (user_id, title) values ('ann', 'by hand')");
    const [row] = await execute(temporary.url, 'select id from task');
    expect([...ids, Object(row).id]).toEqual([1, 2, 3]);
  });
});
