// Our pool on a PostgreSQL of its own, with a proxy between that does what networks do.
import { openDatabase } from '../open-database.ts';
import { execute, newPerson, preparedDatabase } from './databases.ts';
import { proxyTo } from './proxy.ts';

/** @param options for `openDatabase`, beside the URL. */
export async function pooled(options: object = {}) {
  const database = await preparedDatabase('postgresql');
  const proxy = await proxyTo(database.url);
  const db = await openDatabase({ url: proxy.url, ...options });
  const { tasks } = db.unitOfWork(newPerson());
  return {
    proxy,
    db,
    tasks,
    url: database.url,
    many: (count: number) => Promise.all(Array.from({ length: count }, () => tasks.counts())),
    async [Symbol.asyncDispose]() {
      await db.close();
      await proxy[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The server's processes that serve us in that database. */
export const backends = async (url: string): Promise<number[]> => {
  const rows = await execute(
    url,
    `select pid from pg_stat_activity where application_name = 'tydo' and datname = current_database()`,
  );
  return rows.map((row) => Object(row).pid);
};
