// Prepared statements over better-sqlite3.
import Sqlite from 'better-sqlite3';
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

export function openSqlite(url: string): Store {
  const database = new Sqlite(url.slice('sqlite:'.length));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  const session = database.prepare<[string], { user_id: string; expires_at: string }>(
    `select s.user_id, s.expires_at from session s join "user" u on u.id = s.user_id
    left join journal j on j.user_id = s.user_id where s.token = ? and j.closed_at is null`,
  );
  const list = database.prepare<[string, number], Row>(
    `select ${columns} from task where user_id = ? order by id desc limit ?`,
  );
  const listOf = database.prepare<[string, number, number], Row>(
    `select ${columns} from task where user_id = ? and completed = ? order by id desc limit ?`,
  );
  const get = database.prepare<[string, number], Row>(
    `select ${columns} from task where user_id = ? and id = ?`,
  );
  const counts = database.prepare<[string], { completed: number; count: number }>(
    `select completed, count(*) as count from task where user_id = ? group by completed`,
  );
  const insert = database.prepare<unknown[], Row>(
    `insert into task (user_id, title, description, completed, created_at, updated_at, title_folded, description_folded, uid, rank)
     values (?, ?, ?, 0, ?, ?, ?, ?, ?, ?) returning ${columns}`,
  );
  const update = database.prepare(
    `update task set title = ?, description = ?, completed = ?, updated_at = ?, title_folded = ?, description_folded = ?, completed_at = ?
     where user_id = ? and id = ?`,
  );
  const number = database.prepare<[string], { seq: number }>(
    `insert into journal (user_id, seq) values (?, 1)
     on conflict (user_id) do update set seq = journal.seq + 1 where journal.closed_at is null returning seq`,
  );
  const record = database.prepare(
    `insert into operation (user_id, id, seq, kind, undoes, created_at, weight, changes)
     values (?, ?, ?, ?, null, ?, 1, ?)`,
  );
  const touch = database.prepare(
    `insert into operation_task (user_id, task_id, seq) values (?, ?, ?)`,
  );

  function write(person: string, { id, kind, taskId, changes }: ReturnType<typeof operation>) {
    const { seq = 0 } = number.get(person) ?? {};
    record.run(person, id, seq, kind, Date.now(), changes);
    touch.run(person, taskId, seq);
  }

  return {
    async session(token) {
      const row = session.get(token);
      return row && { person: row.user_id, expires: Date.parse(row.expires_at) };
    },
    async list(person, filter) {
      const { limit, completed } = filter;
      const rows =
        completed === undefined
          ? list.all(person, limit + 1)
          : listOf.all(person, Number(completed), limit + 1);
      return toPage(rows, filter);
    },
    async get(person, id) {
      const row = get.get(person, id);
      if (!row) throw missing();
      return toTask(row);
    },
    async counts(person) {
      const rows = counts.all(person);
      const count = (completed: number) =>
        rows.find((row) => row.completed === completed)?.count ?? 0;
      return { active: count(0), completed: count(1) };
    },
    create: async (person, { title, description }) =>
      database
        .transaction(() => {
          const now = Date.now();
          const derived = [fold(title), fold(description), ...keys(new Date(now))];
          const row = insert.get(person, title, description, now, now, ...derived);
          if (!row) throw new Error('no row');
          const task = toTask(row);
          write(person, operation('task.create', null, task));
          return task;
        })
        .immediate(),
    update: async (person, input) =>
      database
        .transaction(() => {
          const row = get.get(person, input.id);
          if (!row) throw missing();
          const before = toTask(row);
          const after = changed(before, input);
          if (!after) return before;
          const { id, title, description, completed, updatedAt, completedAt } = after;
          const time = Date.parse(updatedAt);
          const derived = [fold(title), fold(description), completedAt && Date.parse(completedAt)];
          update.run(title, description, Number(completed), time, ...derived, person, id);
          write(person, operation('task.update', before, after));
          return after;
        })
        .immediate(),
  };
}
