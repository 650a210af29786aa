// Ends its process by SIGKILL at its nth statement, wherever that is. Loaded before everything else,
// with the arguments that `dieAtStatement` in databases.ts gives Node.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** Before the statement is sent, or when it is: done on SQLite, not yet answered on PostgreSQL. */
export type Moment = 'before' | 'sent';

const { searchParams } = new URL(import.meta.url);
const last = Number(searchParams.get('at'));
const moment = searchParams.get('moment');
let count = 0;

function statement<T>(send: () => T): T {
  count += 1;
  const isLast = count === last;
  if (isLast && moment === 'before') process.kill(process.pid, 'SIGKILL');
  const sent = send();
  if (isLast) process.kill(process.pid, 'SIGKILL');
  return sent;
}

const counted = <F extends (...args: never[]) => unknown>(send: F): F =>
  new Proxy(send, {
    apply: (target, self, args) => statement(() => Reflect.apply(target, self, args)),
  });

pg.Client.prototype.query = counted(pg.Client.prototype.query);
Sqlite.prototype.exec = counted(Sqlite.prototype.exec);
Sqlite.prototype.pragma = counted(Sqlite.prototype.pragma);
Sqlite.prototype.prepare = new Proxy(Sqlite.prototype.prepare, {
  apply(prepare, self, args: [string]) {
    const prepared = Reflect.apply(prepare, self, args);
    prepared.all = counted(prepared.all);
    prepared.get = counted(prepared.get);
    prepared.run = counted(prepared.run);
    return prepared;
  },
});

// For whoever wants to know how many there are.
process.on('exit', () => process.stderr.write(`statements: ${count}\n`));
