// A backend that waits for a lock does not notice that its client is gone. A statement that is given up
// must be cancelled, or such backends use up the server's connections.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
import type pg from 'pg';
import { internalsOf, newConnection } from './pg-internals.ts';

const timeoutMs = 2_000;

/** Cancels the client's statement, over a connection of its own; the caller does not wait for it. */
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
  setTimeout(end, timeoutMs).unref();
}
