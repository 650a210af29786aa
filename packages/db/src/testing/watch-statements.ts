// Records and intercepts the statements that are sent over our connections, not those of the tests.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** Called instead of sending a statement: may send it, send another, or fail. */
export type StatementHook = (
  sql: string,
  send: Send,
  client: pg.Client & { processID: number },
) => unknown;
type Send = (sql: string) => unknown;

/** Records all statements until disposed of. @param hookOf the hook of the nth statement, from 1. */
export function watchStatements(
  hookOf: (nth: number) => StatementHook | undefined = () => undefined,
): Disposable & { sent: string[] } {
  const sent: string[] = [];
  const pass = (sql: string, send: Send, client: unknown) => {
    if (isMaintenance.test(sql)) return send(sql);
    sent.push(sql);
    const hook = hookOf(sent.length);
    return hook ? hook(sql, send, client as Parameters<StatementHook>[2]) : send(sql);
  };
  const undo = [
    ...(['all', 'run'] as const).map((name) => aroundStatements(name, pass)),
    aroundQueries((sql, send, client) => {
      // The pool's pings of idle connections depend on the time.
      const counts = Object(client).constructor !== pg.Client && sql !== 'select 1';
      return counts ? pass(sql, send, client) : send(sql);
    }),
  ];
  return {
    sent,
    [Symbol.dispose]() {
      for (const step of undo) step();
    },
  };
}

/** Statements that servers run periodically, also servers of other tests. */
const isMaintenance = /"?expires_at"? <|closed_at is not null and erased_at is null/;

type Intercept = (sql: string, send: Send, self: unknown) => unknown;

/** SQLite's statements, including those that were prepared before. */
function aroundStatements(name: 'all' | 'run', intercept: Intercept): () => void {
  using database = closing(new Sqlite(':memory:'));
  const prototype: Sqlite.Statement = Object.getPrototypeOf(database.prepare('select 1'));
  return around(prototype, name, (method, self: Sqlite.Statement, values) =>
    intercept(
      self.source,
      (sql) => {
        const sent = sql === self.source ? self : self.database.prepare(sql);
        return Reflect.apply(method, sent, values);
      },
      self,
    ),
  );
}

/** PostgreSQL's statements, named or not. */
const aroundQueries = (intercept: Intercept): (() => void) =>
  around(pg.Client.prototype, 'query', (method, self, [query, ...rest]) => {
    const { text } = Object(query);
    const { name: _, ...unnamed } = Object(query);
    const values = (sql: string) => (sql.includes('$1') ? unnamed.values : []);
    const sqlOf = text ?? query;
    return intercept(
      sqlOf,
      (sql) => {
        const other =
          typeof query === 'string' ? sql : { ...unnamed, text: sql, values: values(sql) };
        return Reflect.apply(method, self, [sql === sqlOf ? query : other, ...rest]);
      },
      self,
    );
  });

const closing = (database: Sqlite.Database) =>
  Object.assign(database, { [Symbol.dispose]: () => database.close() });

/** Wraps a method in `how`; the result restores it. */
function around<Owner extends object>(
  owner: Owner,
  name: keyof Owner,
  how: (method: () => unknown, self: Owner, values: unknown[]) => unknown,
): () => void {
  const method = owner[name];
  if (typeof method !== 'function') throw new TypeError(`${String(name)} is not a method.`);
  owner[name] = new Proxy(method, {
    apply: (_method, self, values) => how(method as () => unknown, self, values),
  });
  return () => {
    owner[name] = method;
  };
}
