// 1,000 users with 100 tasks each and a session, and 100 more who only create tasks, so that no measured
// list grows. The same rows for every implementation.
import { createHmac } from 'node:crypto';
import { type Engine, run } from './databases.ts';

export const people = 1_000;
export const tasksEach = 100;
const creators = 100;
const day = 24 * 60 * 60 * 1_000;

/** Signs the cookies of all servers. */
export const secret = 'a secret that only the benchmarks use';

/** The id of the nth user; creators come after the others. */
export const personId = (n: number): string =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** Spreads the tasks of one user over the table, as in real use. */
export const taskId = (person: number, place: number): number => place * people + person + 1;

export const creator = (n: number): number => people + (n % creators);

/** A cookie of Better Auth: the token and its signature. */
export function cookieOf(person: number): string {
  const token = tokenOf(person);
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return `tydo.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
}

const tokenOf = (person: number): string => `token${String(person).padStart(27, '0')}`;

/** Fills tables that exist and are empty. */
export async function seed(engine: Engine, url: string): Promise<void> {
  const all = Array.from({ length: people + creators }, (_, person) => person);
  const now = new Date().toISOString();
  const later = new Date(Date.now() + 7 * day).toISOString();
  const verified = engine === 'sqlite' ? 1 : true;
  const quoted = (...values: unknown[]) =>
    `(${values.map((value) => (typeof value === 'string' ? `'${value}'` : value)).join(', ')})`;
  const users = all.map((n) =>
    quoted(personId(n), `Person ${n}`, `person.${n}@example.com`, verified, now, now),
  );
  const sessions = all.map((n) =>
    quoted(`session-${n}`, personId(n), tokenOf(n), later, now, now, '127.0.0.1', 'bench'),
  );
  await run(
    url,
    `insert into "user" (id, name, email, email_verified, created_at, updated_at) values ${users.join()}`,
    `insert into session (id, user_id, token, expires_at, created_at, updated_at, ip_address, user_agent)
     values ${sessions.join()}`,
    tasks(engine, people * tasksEach, 'n'),
    engine === 'sqlite' ? 'analyze' : 'vacuum analyze',
  );
}

/**
 * A statement that inserts `count` tasks: every third is completed, every second has a description.
 *
 * @param person SQL for the number of the user of the nth task, counted from 1.
 */
export function tasks(engine: Engine, count: number, person: string): string {
  const sqlite = engine === 'sqlite';
  const numbers = sqlite
    ? `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})`
    : `with numbers as (select n from generate_series(1, ${count}) as n)`;
  const owner = person === 'n' ? `(n - 1) % ${people}` : person;
  const id = sqlite
    ? `printf('00000000-0000-4000-8000-%012d', ${owner})`
    : `'00000000-0000-4000-8000-' || lpad((${owner})::text, 12, '0')`;
  const first = Date.parse('2026-01-01T00:00:00.000Z');
  const time = sqlite ? `${first} + n * 1001` : `to_timestamp((${first} + n * 1001) / 1000.0)`;
  const title = `'Buy bread and oat milk for day ' || n`;
  const text = `'Two litres, and the loaf from the corner shop if it is still open'`;
  const uid = `'task-' || n`;
  const rank = sqlite ? `printf('g%07d', n)` : `'g' || lpad(n::text, 7, '0')`;
  const isDone = `(n / ${people}) % 3 = 0`;
  return `insert into task
    (user_id, title, description, completed, created_at, updated_at, title_folded, description_folded, uid, rank, completed_at)
    ${numbers} select ${id}, ${title}, case when n % 2 = 0 then ${text} end, ${isDone}, ${time}, ${time},
      upper(${title}), case when n % 2 = 0 then upper(${text}) else '' end, ${uid}, ${rank},
      case when ${isDone} then ${time} end
    from numbers order by n`;
}
