// Named statements over pg's pool.
import pg from 'pg';
import {
  changed,
  columns,
  fold,
  keys,
  missing,
  operation,
  type Row,
  type Store,
  toPage,
  toTask,
} from './store.ts';

const session = {
  name: 'session',
  text: `select s.user_id, s.expires_at from session s join "user" u on u.id = s.user_id
    left join journal j on j.user_id = s.user_id where s.token = $1 and j.closed_at is null`,
};
const list = {
  name: 'list',
  text: `select ${columns} from task where user_id = $1 order by id desc limit $2`,
};
const listOf = {
  name: 'list of',
  text: `select ${columns} from task where user_id = $1 and completed = $2 order by id desc limit $3`,
};
const get = { name: 'get', text: `select ${columns} from task where user_id = $1 and id = $2` };
const lock = { name: 'lock', text: `${get.text} for update` };
const counts = {
  name: 'counts',
  text: `select completed, count(*)::int as count from task where user_id = $1 group by completed`,
};
const insert = {
  name: 'insert',
  text: `insert into task (user_id, title, description, completed, created_at, updated_at, title_folded, description_folded, uid, rank)
    values ($1, $2, $3, false, $4, $4, $5, $6, $7, $8) returning ${columns}`,
};
const update = {
  name: 'update',
  text: `update task set title = $3, description = $4, completed = $5, updated_at = $6, title_folded = $7, description_folded = $8, completed_at = $9
    where user_id = $1 and id = $2`,
};
const record = {
  name: 'record',
  text: `with numbered as (
      insert into journal (user_id, seq) values ($1, 1)
      on conflict (user_id) do update set seq = journal.seq + 1 where journal.closed_at is null returning seq),
    tasks as (
      insert into operation_task (user_id, task_id, seq) select $1, $5::integer, seq from numbered)
    insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes)
    select $1, $2::uuid, seq, $3, null, $4::timestamptz, 1, $6::json from numbered`,
};

export function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 15 });

  async function transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  async function write(client: pg.PoolClient, person: string, done: ReturnType<typeof operation>) {
    const { id, kind, taskId, changes } = done;
    await client.query({ ...record, values: [person, id, kind, new Date(), taskId, changes] });
  }

  return {
    async session(token) {
      const { rows } = await pool.query({ ...session, values: [token] });
      const [row] = rows;
      return row && { person: row.user_id, expires: row.expires_at.getTime() };
    },
    async list(person, filter) {
      const { limit, completed } = filter;
      const { rows } = await pool.query<Row>(
        completed === undefined
          ? { ...list, values: [person, limit + 1] }
          : { ...listOf, values: [person, completed, limit + 1] },
      );
      return toPage(rows, filter);
    },
    async get(person, id) {
      const [row] = (await pool.query<Row>({ ...get, values: [person, id] })).rows;
      if (!row) throw missing();
      return toTask(row);
    },
    async counts(person) {
      const { rows } = await pool.query({ ...counts, values: [person] });
      const count = (completed: boolean) =>
        rows.find((row) => row.completed === completed)?.count ?? 0;
      return { active: count(false), completed: count(true) };
    },
    create: (person, { title, description }) =>
      transaction(async (client) => {
        const now = new Date();
        const derived = [fold(title), fold(description), ...keys(now)];
        const values = [person, title, description, now, ...derived];
        const [row] = (await client.query<Row>({ ...insert, values })).rows;
        if (!row) throw new Error('no row');
        const task = toTask(row);
        await write(client, person, operation('task.create', null, task));
        return task;
      }),
    update: (person, input) =>
      transaction(async (client) => {
        const [row] = (await client.query<Row>({ ...lock, values: [person, input.id] })).rows;
        if (!row) throw missing();
        const before = toTask(row);
        const after = changed(before, input);
        if (!after) return before;
        const { id, title, description, completed, updatedAt, completedAt } = after;
        const values = [person, id, title, description, completed, updatedAt];
        values.push(fold(title), fold(description), completedAt);
        await client.query({ ...update, values });
        await write(client, person, operation('task.update', before, after));
        return after;
      }),
  };
}
