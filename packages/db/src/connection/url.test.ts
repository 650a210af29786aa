import { expect, test } from 'vitest';
import { ConfigError } from '../errors.ts';
import { parseDatabaseUrl } from './url.ts';

const parse = (url: string | undefined) => parseDatabaseUrl(url, '/base');
const local = {
  engine: 'postgresql',
  host: 'localhost',
  port: 5432,
  database: 'tydo',
  tls: false,
  channelBinding: true,
};
const neon = {
  engine: 'postgresql',
  port: 5432,
  user: 'ann',
  password: 'npg_x',
  database: 'neondb',
  tls: {},
  channelBinding: true,
};

test.each([
  ['sqlite:./data/tydo.db', { engine: 'sqlite', path: '/base/data/tydo.db' }],
  ['sqlite:data/tydo.db', { engine: 'sqlite', path: '/base/data/tydo.db' }],
  ['sqlite:/var/lib/tydo.db', { engine: 'sqlite', path: '/var/lib/tydo.db' }],
  ['sqlite:/a b/100%25?x.db', { engine: 'sqlite', path: '/a b/100%25?x.db' }],
  ['sqlite::memory:', { engine: 'sqlite', path: ':memory:' }],
  ['  sqlite:./a.db\n', { engine: 'sqlite', path: '/base/a.db' }],
  ['postgres://localhost/tydo', local],
  ['POSTGRESQL://localhost:5432/tydo', local],
  ['postgresql://localhost:/tydo', local],
  [
    'postgresql://ann:npg_x@ep-a-1.eu-central-1.aws.neon.tech/neondb?sslmode=require&channel_binding=require',
    { ...neon, host: 'ep-a-1.eu-central-1.aws.neon.tech' },
  ],
  [
    'postgresql://ann:npg_x@ep-a-1-pooler.eu-central-1.aws.neon.tech/neondb?sslmode=require',
    { ...neon, host: 'ep-a-1-pooler.eu-central-1.aws.neon.tech' },
  ],
  [
    'postgres://a%40b:p%40%2F%3A%23%25%3Fw@localhost/tydo',
    { ...local, user: 'a@b', password: 'p@/:#%?w' },
  ],
  ['postgres://ann@localhost/tydo', { ...local, user: 'ann' }],
  ['postgres://[::1]:6543/tydo', { ...local, host: '::1', port: 6543 }],
  ['postgres://[2001:db8::1]/tydo', { ...local, host: '2001:db8::1', tls: {} }],
  ['postgres:///tydo?host=/var/run/postgresql', { ...local, host: '/var/run/postgresql' }],
  ['postgres://ann@/tydo?host=%2Ftmp', { ...local, host: '/tmp', user: 'ann' }],
  ['postgres://ann@%2Ftmp/tydo', { ...local, host: '/tmp', user: 'ann' }],
  ['postgres://127.0.0.2/tydo', { ...local, host: '127.0.0.2' }],
  ['postgres://db.internal/tydo', { ...local, host: 'db.internal', tls: {} }],
  ['postgres://db.internal/tydo?sslmode=disable', { ...local, host: 'db.internal' }],
  ['postgres://localhost/tydo?sslmode=verify-full', { ...local, tls: {} }],
  ['postgres://localhost/tydo?sslmode=verify-ca', { ...local, tls: {} }],
  ['postgres://localhost/tydo?sslrootcert=ca.pem', { ...local, tls: { ca: '/base/ca.pem' } }],
  [
    'postgres://localhost/tydo?sslmode=require&sslrootcert=/ca.pem',
    { ...local, tls: { ca: '/ca.pem' } },
  ],
  ['postgres://localhost/tydo?sslmode=require&sslrootcert=system', { ...local, tls: {} }],
  ['postgres://localhost/tydo?application_name=job', { ...local, applicationName: 'job' }],
  ['postgres://localhost/tydo?connect_timeout=10', { ...local, connectTimeout: 10_000 }],
  ['postgres://localhost/tydo?options=-c%20x%3Dy', { ...local, options: '-c x=y' }],
  [
    'postgres://localhost/tydo?sslmode=require&channel_binding=disable',
    { ...local, tls: {}, channelBinding: false },
  ],
  ['postgres://localhost/tydo?channel_binding=prefer', local],
  ['postgres:///tydo?host=/tmp&sslmode=disable', { ...local, host: '/tmp' }],
  ['postgres://[::1]/tydo?sslmode=require', { ...local, host: '::1', tls: {} }],
  ['postgres://LocalHost/tydo', { ...local, host: 'LocalHost' }],
  ['postgres://localhost/my%20db', { ...local, database: 'my db' }],
])('parses %s', (url, target) => {
  expect(parse(url)).toEqual(target);
});

test.each([
  [undefined, 'is not set'],
  ['', 'is not set'],
  [' \n', 'is not set'],
  ['tydo.db', 'no scheme'],
  ['mysql://u:secret@h/db', 'mysql:'],
  ['sqlite://data/tydo.db', 'sqlite:./'],
  ['sqlite:///data/tydo.db', 'sqlite:/absolute'],
  ['sqlite:', 'no SQLite file'],
  ['sqlite:./data/', 'no SQLite file'],
  ['file:./tydo.db', 'sqlite:/absolute'],
  ['postgresql+asyncpg://u:secret@h/db', 'postgresql://'],
  ['postgres://u:secret@h', 'no database'],
  ['postgres:///db', 'no host'],
  ['postgres:db', 'cannot be read'],
  ['postgres://u:secret@h:port/db', 'port'],
  ['postgres://u:secret@h:70000/db', 'port'],
  ['postgres://u:secret@h:0/db', 'port'],
  ['postgres://u:sec/ret@h/db', 'percent-encode'],
  ['postgres://u:sec#ret@h/db', 'percent-encoded'],
  ['postgres://u:sec?ret@h/db', 'percent-encoded'],
  ['postgres://u:x?sslmode=secret@h/db', 'percent-encoded'],
  ['postgres://u:secret%@h/db', '%25'],
  ['postgres://u:secret@h one/db', 'host'],
  ['postgres://u:secret@h/db?sslmode=prefer', 'verify-full'],
  ['postgres://u:secret@h/db?sslmode=no-verify', 'verify-full'],
  ['postgres://u:secret@h/db?sslmode=', 'verify-full'],
  ['postgres://u:secret@h/db?sslmode=disable&sslrootcert=x', 'verify-full'],
  ['postgres://u:secret@h/db?sslrootcert=', 'sslrootcert'],
  ['postgres://u:secret@h/db?channel_binding=yes', 'prefer'],
  ['postgres://u:secret@h/db?pgbouncer=true', 'pgbouncer'],
  ['postgres://u:secret@h/db?sslmode=require&sslmode=disable', 'twice'],
  ['postgres://u:secret@h/db?connect_timeout=soon', 'connect_timeout'],
  ['postgres://u:secret@h/db?host=/tmp', 'twice'],
  ['postgres://u:secret@/db?host=relative', 'unix socket'],
  ['postgres://u:secret@/db?host=/tmp&sslmode=require', 'unix socket, which has no TLS'],
  ['postgres://u:secret@h1,h2/db', 'several hosts'],
  ['postgres://u:secret@h/db?SSLMODE=require', 'SSLMODE'],
  ['postgres://u:secret@h/db?statement_timeout=5', 'statement_timeout'],
  ['postgres://u@h/db?password=secret', 'password'],
  ['postgres://u:secret@h/db?connect_timeout=0', 'connect_timeout'],
  ['sqlite:./a\0b.db', 'NUL'],
])('rejects %s with what to write, without the password', (url, hint) => {
  const error = (() => {
    try {
      return parse(url);
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toContain(hint);
  expect(String(error)).not.toMatch(/sec.?ret/);
});
