// A TCP proxy in front of a database, which simulates failures of networks and serverless databases.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface Proxy extends AsyncDisposable {
  /** The database's URL, through the proxy. */
  url: string;
  /** The number of open connections. */
  connections(): number;
  /** Existing connections go silent, and end when the client sends something. */
  cut(): void;
  /** Existing connections go silent, and stay open. */
  hang(): void;
  /** Cuts a connection after it has sent this text, before the reply; as many as `times`. */
  cutAfter(text: string, times?: number): void;
  /** Ends all connections, and refuses new ones. */
  suspend(): void;
  /** Accepts connections again, at the same address. */
  resume(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  /** See `cut` and `hang`. */
  dead: false | 'cut' | 'hanging';
}

/** @param url a PostgreSQL on this machine. */
export async function proxyTo(url: string): Promise<Proxy> {
  const target = new URL(url);
  const pairs = new Set<Pair>();
  let last = { text: '', times: 0 };

  const accept = (client: Socket) => {
    const server = connect(Number(target.port), target.hostname);
    const pair: Pair = { client, server, dead: false };
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      server.destroy();
    };
    client.on('data', (bytes) => {
      if (pair.dead === 'hanging') return;
      if (pair.dead === 'cut') return end();
      server.write(bytes);
      if (last.times > 0 && bytes.includes(last.text)) {
        last.times -= 1;
        pair.dead = 'cut';
        server.once('data', end);
      }
    });
    server.on('data', (bytes) => pair.dead || client.write(bytes));
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  };

  let listener = createServer(accept).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const port = portOf(listener);
  const suspend = () => {
    listener.close();
    for (const { client } of pairs) client.destroy();
  };
  return {
    url: Object.assign(new URL(url), { port: String(port) }).href,
    connections: () => pairs.size,
    cut() {
      for (const pair of pairs) pair.dead = 'cut';
    },
    hang() {
      for (const pair of pairs) pair.dead = 'hanging';
    },
    cutAfter(text, times = 1) {
      last = { text, times };
    },
    suspend,
    async resume() {
      listener = createServer(accept).listen(port, '127.0.0.1');
      await once(listener, 'listening');
    },
    [Symbol.asyncDispose]: async () => suspend(),
  };
}

function portOf(listener: Server): number {
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
