import { DatabaseSync } from 'node:sqlite';
import { rankOf } from '@tydo/rules/order';

/** Gives the only person of a SQLite database so many tasks, a third of them completed. */
export function addManyTasks(databaseUrl: string, count: number): void {
  using database = new DatabaseSync(databaseUrl.replace('sqlite:', ''));
  database.function('rank_of', (time) => rankOf(new Date(Number(time)).toISOString()));
  database.exec(
    `insert into task (user_id, title, description, completed, created_at, updated_at, title_folded, description_folded, uid, rank)
     with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
     select (select id from "user"), 'Buy bread and oat milk for day ' || n,
       case when n % 3 = 0 then 'From the shop at the corner' end, n % 3 = 1, 1767225600000 + n * 1001,
       1767225600000 + n * 1001, 'BUY BREAD AND OAT MILK FOR DAY ' || n,
       case when n % 3 = 0 then 'FROM THE SHOP AT THE CORNER' else '' end,
       printf('01900000-0000-7000-8000-%012d', n), rank_of(1767225600000 + n * 1001) from numbers`,
  );
}
