// Runs PgBouncer until standard input closes, as run-postgres.ts does with PostgreSQL. Arguments: the
// program, the port, the server's URL. Prints the path of the log file when it accepts connections.
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitForPostgres } from './wait-for-postgres.ts';

const [program, port, url] = process.argv.slice(2);
if (!program || !port || !url) throw new Error('usage: run-pgbouncer <program> <port> <url>');
const { hostname, port: serverPort, username, password } = new URL(url);

const home = mkdtempSync(join(tmpdir(), 'tydo-pgbouncer-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
// Defaults, except for what the tests need: a client that relies on other settings fails here.
const settings = `[databases]
* = host=${hostname} port=${serverPort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(home, 'users')}
stats_users = ${username}
pool_mode = transaction
default_pool_size = 20
max_client_conn = 1000
`;
writeFileSync(join(home, 'settings'), settings);
writeFileSync(join(home, 'users'), `"${username}" "${password}"\n`, { mode: 0o600 });

// PgBouncer, too, refuses to run as root.
const nobody = 65534;
const root = process.getuid?.() === 0;
if (root) for (const name of ['', 'settings', 'users']) chownSync(join(home, name), nobody, nobody);
const log = join(home, 'log');
const output = openSync(log, 'a');
const pooler = spawn(program, [join(home, 'settings')], {
  ...(root ? { uid: nobody, gid: nobody } : {}),
  cwd: home,
  stdio: ['ignore', output, output],
});
pooler.on('exit', (code) => process.exit(code ?? 1));
// SIGKILL: it has nothing to save, and from version 1.23 on SIGTERM waits for the clients.
const stop = () => pooler.kill('SIGKILL');
process.stdin.resume().on('end', stop).on('error', stop);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});

await waitForPostgres(Object.assign(new URL(url), { port }).href);
process.stdout.write(log);
