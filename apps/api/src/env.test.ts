import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readEnv } from './env.ts';

const secret = 's'.repeat(32);

function envFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-env-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '.env'), text);
  return join(folder, '.env');
}
const noFile = '/nowhere/.env';
const needed = { DATABASE_URL: 'sqlite::memory:', BETTER_AUTH_SECRET: secret };
const problems = (source: Record<string, string>, file = noFile) => {
  try {
    readEnv(file, source);
    return '';
  } catch (error) {
    return String(error);
  }
};

test('uses defaults for variables that are not set', () => {
  expect(readEnv(noFile, needed)).toEqual({
    ...needed,
    DATABASE_POOL_SIZE: 5,
    DATABASE_MAX_OVERFLOW: 10,
    DATABASE_POOL_RECYCLE_SECONDS: 300,
    TRUSTED_ORIGINS: [],
    HOST: '127.0.0.1',
    PORT: 3000,
    SIGN_UP: 'open',
    LOG_LEVEL: 'info',
  });
});

test('prefers the real environment over the file, which may have a byte order mark and CRLF', () => {
  const file = envFile(`\uFEFFPORT=1000\r\nHOST="0.0.0.0"\r\nBETTER_AUTH_SECRET=${secret}\r\n`);
  const env = readEnv(file, { DATABASE_URL: 'sqlite::memory:', PORT: '2000' });
  expect(env).toMatchObject({ PORT: 2000, HOST: '0.0.0.0', BETTER_AUTH_SECRET: secret });
});

test('treats a blank variable as not set, and does not fill it from the file', () => {
  const file = envFile(`BETTER_AUTH_SECRET=${secret}\nPORT=1000\n`);
  expect(readEnv(file, { ...needed, PORT: ' ' }).PORT).toBe(3000);
  const message = problems({ ...needed, BETTER_AUTH_SECRET: '' }, file);
  expect(message).toMatch(/BETTER_AUTH_SECRET is not set/);
  expect(message).toMatch(/hides the value in .env/);
  expect(message).not.toContain(secret);
});

test('requires BETTER_AUTH_SECRET or BETTER_AUTH_SECRETS', () => {
  const { BETTER_AUTH_SECRET: _, ...without } = needed;
  expect(problems(without)).toMatch(/BETTER_AUTH_SECRET is not set/);
  expect(problems({ ...without, BETTER_AUTH_SECRETS: `2:${secret}` })).toBe('');
  expect(problems({ ...needed, BETTER_AUTH_SECRETS: `2:${secret}` })).toBe('');
});

test.each([
  'x',
  'short',
  secret,
  '1:short',
  `-1:${secret}`,
  `1.5:${secret}`,
  `v1:${secret}`,
  `2:${secret},1:x`,
  `2:${secret},${secret}`,
  `1:${secret},01:${secret}`,
  `2:${' '.repeat(40)}`,
  ',',
])('rejects the secrets %s without showing them', (value) => {
  const message = problems({ ...needed, BETTER_AUTH_SECRETS: value });
  expect(message).toMatch(
    /^ConfigError: The environment is not valid:\n {2}BETTER_AUTH_SECRETS must [^\n]+$/,
  );
  expect(message).not.toMatch(/sss|short/);
});

test.each([
  [
    'TRUSTED_ORIGINS',
    'https://a.example/, http://b.example:8080',
    ['https://a.example', 'http://b.example:8080'],
  ],
  [
    'BETTER_AUTH_SECRETS',
    ` 12:a:${secret}, 1: ${secret} ,`,
    [
      { version: 12, value: `a:${secret}` },
      { version: 1, value: secret },
    ],
  ],
  ['BETTER_AUTH_URL', 'https://Tydo.Example.com/', undefined],
  ['BETTER_AUTH_URL', 'https://tydo.example.com/', 'https://tydo.example.com'],
  ['BETTER_AUTH_URL', 'ftp://x.example', undefined],
  ['TRUSTED_ORIGINS', 'https://a.example/path', undefined],
  ['TRUST_PROXY', '2', 2],
  ['TRUST_PROXY', '10.0.0.0/8, ::1', ['10.0.0.0/8', '::1']],
  ['TRUST_PROXY', '10.0.0.0/33', undefined],
  ['TRUST_PROXY', '101', undefined],
  ['TRUST_PROXY', 'loopback', undefined],
  ['PORT', '65536', undefined],
  ['PORT', '8e1', undefined],
  ['METRICS_PORT', '9464', 9464],
  ['METRICS_PORT', 'on', undefined],
  ['LOG_LEVEL', 'loud', undefined],
  ['SIGN_UP', 'closed', 'closed'],
  ['SIGN_UP', 'false', undefined],
  ['DATABASE_POOL_SIZE', '0', undefined],
  ['DATABASE_URL', 'mysql://x', undefined],
  ['SMTP_URL', 'https://mail.example.com', undefined],
  ['SMTP_URL', 'mail.example.com:25', undefined],
  ['SMTP_URL', 'smtp://', undefined],
  ['SMTP_URL', 'smtp://ann:se/cret@mail.example.com', undefined],
  ['MAIL_FROM', 'tydo@example.com', 'tydo@example.com'],
  ['MAIL_FROM', ' Tydo’s mail <tydo@example.com>', 'Tydo’s mail <tydo@example.com>'],
  ['MAIL_FROM', 'Tydo', undefined],
  ['MAIL_FROM', 'Tydo <tydo@example.com>, eve@example.com', undefined],
  ['MAIL_FROM', 'Tydo\r\nBcc: eve@example.com <tydo@example.com>', undefined],
  ['MAIL_FROM', 'Tydo <tydo@example.com> x', undefined],
])('%s=%s', (name, value, expected) => {
  const source = { ...needed, [name]: value };
  if (expected === undefined) expect(problems(source)).toContain(name);
  else expect(readEnv(noFile, source)).toMatchObject({ [name]: expected });
});

test('requires MAIL_FROM where SMTP_URL is set', () => {
  const SMTP_URL = 'smtps://ann:hunter2@mail.example.com:465';
  expect(problems({ ...needed, SMTP_URL })).toMatch(/MAIL_FROM is not set; SMTP_URL needs it/);
  expect(problems({ ...needed, SMTP_URL })).not.toContain('hunter2');
  const env = { ...needed, SMTP_URL, MAIL_FROM: 'tydo@example.com' };
  expect(readEnv(noFile, env)).toMatchObject({ SMTP_URL, MAIL_FROM: 'tydo@example.com' });
});
