// One person's 100,000 tasks, of which 28 % are open, in 300 lists with 100 labels, and as many of 1,000 others.
import type { Database } from '@tydo/db';
import { type Engine, execute } from '@tydo/db/testing';

const count = 100_000;

/**
 * Inserts the tasks without the journal. Of the open ones 458 are due by today or overdue, and 22 on each later day.
 *
 * @param day today, as `2026-11-30`.
 */
export async function fillPerson(
  { engine, url, db }: { engine: Engine; url: string; db: Database },
  { person, day }: { person: string; day: string },
): Promise<void> {
  const { imports } = db.unitOfWork(person);
  const hundred = (noun: string, first: number) =>
    Array.from({ length: 100 }, (_, n) => ({
      id: `${noun}-${first + n}`,
      name: `${noun} ${first + n}`,
    }));
  await imports.add({ lists: hundred('list', 1), labels: hundred('label', 1) });
  for (const first of [101, 201]) await imports.add({ lists: hundred('list', first) });
  await execute(url, tasksOf(engine === 'sqlite', person, day));
  await execute(
    url,
    `insert into task_label (user_id, label_id, task_id)
     select user_id, 'label-' || (cast(substr(uid, 6) as integer) / 2 % 100 + 1), id from task where user_id = '${person}'`,
  );
}

/** A statement that inserts them. */
function tasksOf(sqlite: boolean, person: string, day: string): string {
  const numbers = sqlite
    ? `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${2 * count})`
    : `with numbers as (select n from generate_series(1, ${2 * count}) as n)`;
  const time = (seconds: string) =>
    sqlite ? `1700000000000 + ${seconds} * 1000` : `to_timestamp(1700000000 + ${seconds})`;
  const dayAfter = (days: string) =>
    sqlite
      ? `date('${day}', (${days}) || ' days')`
      : `to_char(date '${day}' + (${days})::int, 'YYYY-MM-DD')`;
  const owner = `case n % 2 when 0 then '${person}' else 'person ' || (n / 2 % 1000) end`;
  // k is the number of a task among the person's.
  const k = '(n / 2)';
  const isDone = `${k} % 25 >= 7`;
  const dueDay = `case when ${k} / 25 % 10 < 3 then ${dayAfter(`${k} / 250 % 385 - 20`)} end`;
  const due = `${dueDay} || case ${k} % 3 when 0 then 'T09:00' when 1 then '' else 'T09:00[UTC]' end`;
  const labelIds = `'["label-' || (${k} % 100 + 1) || '"]'`;
  const columns = {
    user_id: owner,
    title: `'Buy bread and oat milk for day ' || n`,
    title_folded: `'BUY BREAD AND OAT MILK FOR DAY ' || n`,
    description_folded: `''`,
    completed: isDone,
    created_at: time('n'),
    updated_at: time('n'),
    completed_at: `case when ${isDone} then ${time('n')} end`,
    uid: `'task-' || n`,
    rank: sqlite ? `printf('g%07d', n)` : `'g' || lpad(n::text, 7, '0')`,
    list_id: `case ${k} % 301 when 0 then '' else 'list-' || (${k} % 301) end`,
    due,
    due_day: dueDay,
    due_at: `case when ${k} % 3 = 2 then ${dueDay} || 'T09:00:00.000Z' end`,
    deadline: `case when ${k} / 25 % 20 = 9 then ${dayAfter(`${k} / 500 % 385 - 20`)} end`,
    rule: `case when ${k} / 25 % 100 = 1 then 'FREQ=WEEKLY' end`,
    anchor: `case when ${k} / 25 % 100 = 1 then ${due} end`,
    occurrence: `case when ${k} / 25 % 100 = 1 then ${due} end`,
    label_ids: sqlite ? labelIds : `(${labelIds})::json`,
  };
  return `insert into task (${Object.keys(columns).join()}) ${numbers}
    select ${Object.values(columns).join()} from numbers order by n`;
}
