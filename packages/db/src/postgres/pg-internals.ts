// pg's internals that cancel.ts and connection-pool.ts use: its own `cancel` has no TLS, and the process id
// is not public. pg-internals.test.ts fails if an update of pg changes them.
import pg from 'pg';

interface Internals {
  /** As sent by the server, or by a pooler. */
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
