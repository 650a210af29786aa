// A man in the middle between a client and a PostgreSQL with TLS, with a certificate of its own.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext, connect as secure, TLSSocket } from 'node:tls';
import type { Certificate } from './certificates.ts';

export interface Interceptor extends AsyncDisposable {
  /** The database's URL, through the interceptor. */
  url: string;
}

// https://www.postgresql.org/docs/current/protocol-message-formats.html: SSLRequest.
const requestForTls = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/** @param url a PostgreSQL on this machine, without parameters. */
export async function interceptorOf(
  url: string,
  own: Certificate & { ca: string },
): Promise<Interceptor> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const kept = <S extends Socket>(socket: S): S => {
    sockets.add(socket);
    return socket.on('error', () => socket.destroy());
  };
  const listener = createServer((incoming) => {
    const client = kept(incoming);
    client.once('data', () => {
      const server = kept(connect(Number(target.port), target.hostname));
      server.write(requestForTls);
      server.once('data', () => {
        client.write('S');
        const inside = kept(
          new TLSSocket(client, { isServer: true, secureContext: createSecureContext(own) }),
        );
        // It does not check the server's host name.
        const onward = kept(
          secure({ socket: server, checkServerIdentity: () => undefined, ca: own.ca }),
        );
        inside.pipe(onward).pipe(inside);
      });
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      listener.close();
    },
  };
}
