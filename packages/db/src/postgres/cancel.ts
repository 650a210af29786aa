// A server that waits for a lock does not notice that its client is gone: whoever gives a statement up
// without saying so leaves a backend behind, and many of them fill the server.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
import pg from 'pg';

const patience = 2_000;

/** Asks the server, over a connection of its own, to stop what this one does. Nobody waits for it. */
export function cancel(client: pg.ClientBase): void {
  const { processID, secretKey, host, port, ssl } = internalsOf(client);
  const connection = newConnection(ssl);
  const end = () => connection.stream.destroy();
  connection.on('error', end).on('end', end);
  connection.once('connect', () => {
    if (ssl) connection.requestSsl();
    else connection.cancel(processID, secretKey);
  });
  connection.once('sslconnect', () => connection.cancel(processID, secretKey));
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
  setTimeout(end, patience).unref();
}

interface Internals {
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

// pg's own `cancel` speaks no TLS, and its types leave all of this out.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const internalsOf = (client: pg.ClientBase) => client as unknown as Internals;

const newConnection = (ssl: Internals['ssl']) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  new pg.Connection({ ssl }) as Connection;
