// A PostgreSQL database that is opened through a proxy, which simulates network failures.
import { openDatabase } from '../open-database.ts';
import { execute, newPerson, preparedDatabase } from './databases.ts';
import { proxyTo } from './proxy.ts';

/** @param options for `openDatabase`, in addition to the URL. */
export async function openThroughProxy(options: object = {}) {
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

/** The process ids of the server's backends for our connections to that database. */
export const backends = async (url: string): Promise<number[]> => {
  const rows = await execute(
    url,
    `select pid from pg_stat_activity where application_name = 'tydo' and datname = current_database()`,
  );
  return rows.map((row) => Object(row).pid);
};
