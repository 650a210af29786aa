// TLS against a PostgreSQL whose certificate comes from a CA of the test's own.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { ConfigError, openDatabase } from '../open-database.ts';
import {
  type Certificate,
  type CertificateAuthority,
  newCertificateAuthority,
} from '../testing/certificates.ts';
import { execute, newPerson, shortOrLong } from '../testing/databases.ts';
import { lockTable } from '../testing/lock-table.ts';
import { type PostgresServer, startPostgres } from '../testing/postgres-server.ts';
import { interceptorOf } from '../testing/tls-interceptor.ts';

// The server's certificates, by the names in them.
const certificateNames = ['localhost', 'address', 'expired'] as const;

// Only the role `careful` needs TLS.
const hostBasedAccess = `
  hostnossl all careful 127.0.0.1/32 reject
  host all all 127.0.0.1/32 scram-sha-256
`;

let ca: CertificateAuthority;
let certificates: Record<(typeof certificateNames)[number], Certificate>;
let server: PostgresServer;
let folder: string;

beforeAll(async () => {
  ca = await newCertificateAuthority('The CA of this test');
  certificates = {
    localhost: await ca.sign({ dns: 'localhost' }),
    address: await ca.sign({ dns: 'db.internal', ip: '127.0.0.1' }),
    expired: await ca.sign({ dns: 'localhost', expired: true }),
  };
  const files = certificateNames.flatMap((name) => [
    [`${name}.crt`, certificates[name].cert],
    [`${name}.key`, certificates[name].key],
  ]);
  server = await startPostgres({
    settings: { ssl: 'on' },
    files: {
      ...Object.fromEntries(files),
      'server.crt': certificates.localhost.cert,
      'server.key': certificates.localhost.key,
      'pg_hba.conf': hostBasedAccess,
    },
  });
  folder = await mkdtemp(join(tmpdir(), 'tydo-tls-'));
  const other = await newCertificateAuthority('Another CA');
  const inFolder = {
    'ca.pem': ca.cert,
    'other.pem': other.cert,
    'both.pem': `Another\n${other.cert}\nOurs\n${ca.cert}`,
    'empty.pem': '',
    'garbage.pem': 'no certificate at all',
    'cut.pem': ca.cert.replace(/\n[^\n]+\n[^\n]+\n-----END/, '\n-----END'),
    'key.pem': certificates.localhost.key,
  };
  for (const [name, text] of Object.entries(inFolder)) await writeFile(join(folder, name), text);
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Makes the server use this certificate. */
async function useCertificate(name: (typeof certificateNames)[number]): Promise<void> {
  for (const [setting, file] of [
    ['ssl_cert_file', `${name}.crt`],
    ['ssl_key_file', `${name}.key`],
  ]) {
    await execute(server.url, `alter system set ${setting} = '${file}'`);
  }
  await execute(server.url, 'select pg_reload_conf()');
  const isUsed = async () => {
    const [row] = await execute(server.url, 'show ssl_key_file');
    return Object(row).ssl_key_file === `${name}.key`;
  };
  await vi.waitUntil(isUsed, 100_000);
}

const url = (parameters: string, host = 'localhost', from = server.url) =>
  `${Object.assign(new URL(from), { hostname: host }).href}?${parameters}`;
const trusted = () => `sslrootcert=${join(folder, 'ca.pem')}`;

/** Opens two connections; returns what the server reports about them. */
async function reported(parameters: string, host?: string): Promise<unknown[]> {
  const name = randomUUID();
  await using db = await openDatabase({ url: url(`${parameters}&application_name=${name}`, host) });
  await Promise.all(Array.from({ length: 2 }, () => db.unitOfWork(newPerson()).tasks.counts()));
  return await execute(
    server.url,
    `select distinct ssl, version from pg_stat_ssl join pg_stat_activity using (pid)
     where application_name = '${name}'`,
  );
}

async function refusal(address: string): Promise<string> {
  const error = await openDatabase({ url: address }).then(
    () => expect.fail('it connected'),
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return String(error);
}

const encrypted = [{ ssl: true, version: 'TLSv1.3' }];
const plain = [{ ssl: false, version: null }];

describe('with a certificate for localhost', () => {
  beforeAll(() => useCertificate('localhost'));
  afterEach(() => vi.unstubAllEnvs());

  // In the short form the first two of each.
  const some = <Value>(values: Value[]) => values.slice(0, shortOrLong(2, values.length));
  test.each(some(['', 'sslmode=require', 'sslmode=verify-ca', 'sslmode=verify-full']))(
    '"%s" and its CA connect, and the server itself reports TLS',
    async (mode) => {
      expect(await reported(`${mode}&${trusted()}`)).toEqual(encrypted);
    },
  );

  test('the CA may be one of several in the file', async () => {
    const both = `sslrootcert=${join(folder, 'both.pem')}`;
    expect(await reported(`sslmode=verify-full&${both}`)).toEqual(encrypted);
  });

  test('sslmode=disable is not TLS, and neither is a loopback host without sslmode', async () => {
    expect(await reported('sslmode=disable')).toEqual(plain);
    expect(await reported('')).toEqual(plain);
  });

  test.each(some(['require', 'verify-full', 'verify-ca']))(
    'sslmode=%s is refused by another CA, and without any',
    async (mode) => {
      const other = `sslrootcert=${join(folder, 'other.pem')}`;
      expect(await refusal(url(`sslmode=${mode}&${other}`))).toMatch(
        /localhost is not signed by the CA in sslrootcert=.*other\.pem/,
      );
      expect(await refusal(url(`sslmode=${mode}`))).toMatch(
        /localhost is not signed by .*Add sslrootcert=/,
      );
      expect(await refusal(url(`sslmode=${mode}&sslrootcert=system`))).toMatch(/not signed by/);
    },
  );

  test.each(some(['require', 'verify-full', 'verify-ca']))(
    'sslmode=%s is refused where the host is not the one in the certificate',
    async (mode) => {
      expect(await refusal(url(`sslmode=${mode}&${trusted()}`, '127.0.0.1'))).toMatch(
        /certificate of 127\.0\.0\.1 is not for that host name but for DNS:localhost\./,
      );
    },
  );

  test('no variable of the environment turns the checks off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    vi.stubEnv('PGSSLMODE', 'no-verify');
    expect(await refusal(url('sslmode=require'))).toMatch(/not signed by/);
    expect(await refusal(url(`sslmode=require&${trusted()}`, '127.0.0.1'))).toMatch(
      /not for that host/,
    );
  });

  test.each([
    ['missing.pem', /missing\.pem, which cannot be read/],
    ['.', /cannot be read/],
    ['empty.pem', /empty\.pem, which holds no certificate/],
    ['garbage.pem', /garbage\.pem, which holds no certificate/],
    ['cut.pem', /cut\.pem, which holds no certificate/],
    ['key.pem', /key\.pem, which holds no certificate/],
  ])('sslrootcert=%s is refused with the path of the file', async (file, sentence) => {
    const address = url(`sslmode=verify-full&sslrootcert=${join(folder, file)}`);
    expect(await refusal(address)).toMatch(sentence);
  });

  test('a role that may only connect with TLS gets an error that says so', async () => {
    await execute(server.url, "create role careful login superuser password 'tydo'");
    const careful = (parameters: string) => url(parameters).replace('tydo:', 'careful:');
    expect(await refusal(careful('sslmode=disable'))).toMatch(
      /localhost does not let us in without TLS.*Write sslmode=verify-full/,
    );
    await using db = await openDatabase({ url: careful(trusted()) });
    await db.ping();
  });

  test('channel_binding=require connects', async () => {
    expect(await reported(`sslmode=require&channel_binding=require&${trusted()}`)).toEqual(
      encrypted,
    );
  });

  test('channel binding detects a server in between that has a trusted certificate', async () => {
    const own = await ca.sign({ dns: 'localhost' });
    await using between = await interceptorOf(server.url, { ...own, ca: ca.cert });
    const address = url(`sslmode=require&${trusted()}`, 'localhost', between.url);
    expect(await refusal(address)).toMatch(/Somebody in between/);
  });
});

test('a statement that is given up is cancelled on the server over TLS, too', async () => {
  await useCertificate('localhost');
  const name = randomUUID();
  await using db = await openDatabase({ url: url(`${trusted()}&application_name=${name}`) });
  await using _lock = await lockTable(server.url, 'task');
  await expect(db.unitOfWork(newPerson()).tasks.counts()).rejects.toThrow('does not answer');
  const left = `select pid from pg_stat_activity where application_name = '${name}'`;
  await expect.poll(() => execute(server.url, left)).toEqual([]);
});

test('an IP address in the certificate connects', async () => {
  await useCertificate('address');
  expect(await reported(`sslmode=verify-full&${trusted()}`, '127.0.0.1')).toEqual(encrypted);
  expect(await refusal(url(`sslmode=verify-full&${trusted()}`))).toMatch(
    /certificate of localhost is not for that host name but for DNS:db\.internal, IP/,
  );
});

test('an expired certificate is refused as expired', async () => {
  await useCertificate('expired');
  expect(await refusal(url(`sslmode=require&${trusted()}`))).toMatch(
    /certificate of localhost.* has expired/,
  );
});

test('a server without TLS is refused', async () => {
  const address = url(`sslmode=require&${trusted()}`, '127.0.0.1', inject('postgresUrl'));
  expect(await refusal(address)).toMatch(/127\.0\.0\.1 does not offer TLS.*sslmode=disable/);
});
