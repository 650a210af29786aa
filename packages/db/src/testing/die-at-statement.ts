// Kills its process by SIGKILL at the nth statement. Loaded before everything else, with the arguments that
// `dieAtStatement` in databases.ts returns for Node.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** Before the statement is sent, or after: SQLite has executed it then, PostgreSQL has not answered yet. */
export type Moment = 'before' | 'sent';

const { searchParams } = new URL(import.meta.url);
const last = Number(searchParams.get('at'));
const moment = searchParams.get('moment');
let count = 0;

function statement(send: () => unknown): unknown {
  count += 1;
  const isLast = count === last;
  if (isLast && moment === 'before') process.kill(process.pid, 'SIGKILL');
  const sent = send();
  if (isLast) process.kill(process.pid, 'SIGKILL');
  return sent;
}

/** Wraps a method in `how`. */
function around<K extends string>(
  owner: Record<K, (...args: never[]) => unknown>,
  name: K,
  how: (call: () => unknown) => unknown,
): void {
  owner[name] = new Proxy(owner[name], {
    apply: (method, self, args) => how(() => Reflect.apply(method, self, args)),
  });
}

around(pg.Client.prototype, 'query', statement);
around(Sqlite.prototype, 'exec', statement);
around(Sqlite.prototype, 'pragma', statement);
around(Sqlite.prototype, 'prepare', (prepare) => {
  const prepared = prepare() as Sqlite.Statement;
  for (const name of ['all', 'get', 'run'] as const) around(prepared, name, statement);
  return prepared;
});

// For tests that need the number of statements.
process.on('exit', () => process.stderr.write(`statements: ${count}\n`));
