// A load balancer in front of several servers: haproxy where it is installed, else a small one.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Balancer extends AsyncDisposable {
  url: string;
  /** What it is, for reports. */
  name: string;
}

const haproxy = ['/usr/sbin/haproxy', '/usr/local/sbin/haproxy', 'haproxy'].find(
  (program) => spawnSync(program, ['-v']).status === 0,
);

/** @param ports of the servers; each may be away for a time. */
export const startBalancer = (ports: readonly number[]): Promise<Balancer> =>
  haproxy === undefined ? startOwn(ports) : startHaproxy(haproxy, ports);

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** As docs/deploy.md has it. */
async function startHaproxy(program: string, ports: readonly number[]): Promise<Balancer> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-haproxy-'));
  const port = await freePort();
  const servers = ports.map((one) => `  server s${one} 127.0.0.1:${one}\n`).join('');
  await writeFile(
    join(folder, 'haproxy.cfg'),
    `defaults
  mode http
  timeout connect 2s
  timeout check 5s
  timeout client 75s
  timeout server 75s
  option forwardfor
  option redispatch
  retries 3
  retry-on conn-failure
frontend page
  bind 127.0.0.1:${port}
  default_backend tydo
backend tydo
  balance leastconn
  option httpchk GET /readyz
  default-server check inter 500ms fall 1 rise 1
${servers}`,
  );
  const child = spawn(program, ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
  const exit = once(child, 'exit');
  return {
    url: `http://localhost:${port}`,
    name: 'haproxy',
    async [Symbol.asyncDispose]() {
      child.kill();
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}

/** How often a server is asked whether it is ready, in milliseconds. */
const checkIntervalMs = 200;

/** Sends each request to the next server that is ready, and on where that refuses the connection. */
async function startOwn(ports: readonly number[]): Promise<Balancer> {
  const ready = new Set<number>();
  const check = async (port: number) => {
    const status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) ready.add(port);
    else ready.delete(port);
  };
  const over = new AbortController();
  // One question at a time: a server that has refused three has been heard at least twice.
  const keepChecking = async (port: number) => {
    while (!over.signal.aborted) {
      await sleep(checkIntervalMs);
      await check(port);
    }
  };
  await Promise.all(ports.map(check));
  const checking = ports.map(keepChecking);
  let next = 0;
  const server = createServer((req, res) => {
    const pass = (tries: number) => {
      next += 1;
      const port = [...ready][next % ready.size];
      if (port === undefined) return again(tries);
      const { method, url: path, headers } = req;
      const onwards = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
      onwards.on('response', (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
        answer.on('aborted', () => res.destroy());
      });
      onwards.on('error', (error) => {
        if (!('code' in error) || error.code !== 'ECONNREFUSED') return res.destroy();
        return again(tries);
      });
      // Sent only where there is a connection: a body cannot be sent twice.
      onwards.on('socket', (socket) => socket.once('connect', () => req.pipe(onwards)));
      res.on('close', () => onwards.destroy());
    };
    const again = (tries: number) => {
      if (tries < 500) setTimeout(pass, 20, tries + 1);
      else res.destroy();
    };
    pass(0);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}`,
    name: 'a small balancer (haproxy is not installed)',
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(checking);
      server.closeAllConnections();
      server.close();
    },
  };
}
