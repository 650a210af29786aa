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
    sent.push(sql);
    const fate = fateOf(sent.length);
    return fate ? fate(sql, send, client as Parameters<Fate>[2]) : send(sql);
  };
  const undo = [
    around(Sqlite.prototype, 'prepare', pass),
    around(pg.Client.prototype, 'query', (sql, send, client) => {
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

/** Lets `how` decide what a method does, and gives what ends that. */
function around<K extends string>(
  owner: Record<K, (...args: never[]) => unknown>,
  name: K,
  how: (sql: string, send: Send, self: unknown) => unknown,
): () => void {
  const method = owner[name];
  owner[name] = new Proxy(method, {
    apply: (_method, self, [sql, ...rest]: [string, ...unknown[]]) =>
      how(sql, (text) => Reflect.apply(method, self, [text, ...rest]), self),
  });
  return () => {
    owner[name] = method;
  };
}
