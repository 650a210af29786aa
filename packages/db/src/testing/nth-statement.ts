// What may happen to a statement on its way to the database. Counted are those of our own connections,
// not those of the tests'.
import Sqlite from 'better-sqlite3';
import pg from 'pg';

/** Sends the statement, or another one, or does something before or after. */
export type Fate = (sql: string, send: Send, client: pg.Client & { processID: number }) => unknown;
type Send = (sql: string) => unknown;

/** Until it is disposed of: all that is sent, counted from 1, and what becomes of it. */
export function watchStatements(
  fateOf: (nth: number) => Fate | undefined = () => undefined,
): Disposable & { sent: string[] } {
  const sent: string[] = [];
  const pass = (sql: string, send: Send, client: unknown) => {
    if (ofHousekeeping.test(sql)) return send(sql);
    sent.push(sql);
    const fate = fateOf(sent.length);
    return fate ? fate(sql, send, client as Parameters<Fate>[2]) : send(sql);
  };
  const undo = [
    ...(['all', 'run'] as const).map((name) => aroundStatements(name, pass)),
    aroundQueries((sql, send, client) => {
      // The pool's question whether a connection that rested is still there depends on the time.
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

/** What servers ask by themselves, also those of other tests, after a start and then now and again. */
const ofHousekeeping = /"expires_at" <|closed_at is not null and erased_at is null/;

type Decide = (sql: string, send: Send, self: unknown) => unknown;

/** SQLite's: also those that were prepared before. */
function aroundStatements(name: 'all' | 'run', decide: Decide): () => void {
  using database = closing(new Sqlite(':memory:'));
  const prototype: Sqlite.Statement = Object.getPrototypeOf(database.prepare('select 1'));
  return around(prototype, name, (method, self: Sqlite.Statement, values) =>
    decide(
      self.source,
      (sql) => {
        const sent = sql === self.source ? self : self.database.prepare(sql);
        return Reflect.apply(method, sent, values);
      },
      self,
    ),
  );
}

/** PostgreSQL's, with a name or without. */
const aroundQueries = (decide: Decide): (() => void) =>
  around(pg.Client.prototype, 'query', (method, self, [query, ...rest]) => {
    const { text } = Object(query);
    const { name: _, ...unnamed } = Object(query);
    const values = (sql: string) => (sql.includes('$1') ? unnamed.values : []);
    const sqlOf = text ?? query;
    return decide(
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

/** Lets `how` decide what a method does, and gives what ends that. */
function around<Owner extends object>(
  owner: Owner,
  name: keyof Owner,
  how: (method: () => unknown, self: Owner, values: unknown[]) => unknown,
): () => void {
  const method = owner[name];
  if (typeof method !== 'function') throw new TypeError(`${String(name)} is no method.`);
  owner[name] = new Proxy(method, {
    apply: (_method, self, values) => how(method as () => unknown, self, values),
  });
  return () => {
    owner[name] = method;
  };
}
