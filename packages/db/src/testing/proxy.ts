// A TCP proxy before a database, for what networks do.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy extends AsyncDisposable {
  /** The database's URL, through the proxy. */
  url: string;
  /** From now on connections that exist say nothing and end at their next byte, as after a cut. */
  cut(): void;
  /** Cuts a connection as soon as it has passed on this text, before the reply. */
  cutAfter(text: string): void;
}

/** @param url a PostgreSQL on this machine. */
export async function proxyTo(url: string): Promise<Proxy> {
  const target = new URL(url);
  const pairs = new Set<{ client: Socket; server: Socket; dead: boolean }>();
  let last: string | undefined;
  const listener = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const pair = { client, server, dead: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => {
      if (pair.dead) return end();
      server.write(bytes);
      if (last !== undefined && bytes.includes(last)) {
        last = undefined;
        pair.dead = true;
        server.once('data', end);
      }
    });
    server.on('data', (bytes) => pair.dead || client.write(bytes));
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    cut() {
      for (const pair of pairs) pair.dead = true;
    },
    cutAfter(text) {
      last = text;
    },
    async [Symbol.asyncDispose]() {
      for (const { client } of pairs) client.destroy();
      listener.close();
    },
  };
}
