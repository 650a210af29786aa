// A server that waits for a lock does not notice that its client is gone: whoever gives a statement up
// without saying so leaves a backend behind, and many of them fill the server.
// https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
import type pg from 'pg';
import { internalsOf, newConnection } from './pg-internals.ts';

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
