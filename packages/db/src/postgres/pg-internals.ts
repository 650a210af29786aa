// What is used of pg beyond its types: its own `cancel` speaks no TLS, and it tells its process id
// to nobody. pg-internals.test.ts fails where an update of pg changes any of it.
import pg from 'pg';

interface Internals {
  /** As the server, or a pooler before it, has told it. */
  processID: number;
  secretKey: number;
  host: string;
  port: number;
  ssl: pg.ConnectionConfig['ssl'];
}

interface Connection extends pg.Connection {
  connect(path: string): void;
  connect(port: number, host: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
export const internalsOf = (client: pg.ClientBase) => client as unknown as Internals;

export const newConnection = (ssl: Internals['ssl']) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  new pg.Connection({ ssl }) as Connection;
