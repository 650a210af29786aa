import { expect, test } from 'vitest';
import { createLog, reasonOf, redact } from './log.ts';

test.each([
  ['an e-mail address', 'no account of ann.b+c@mail.example.com here', 'ann.b'],
  [
    'an e-mail address in a database error',
    'Key (email)=(ann@example.com) already exists.',
    'ann@',
  ],
  ['an e-mail address beyond ASCII', 'mail to "jörg@exämple.de"', 'jörg'],
  ['a bearer token', 'Authorization: Bearer abc.DEF-123=4567890', 'abc.DEF'],
  ['a bearer token on a line of its own', 'x\nBearer abcdef1234567890', 'abcdef'],
  ['a session cookie', 'tydo.session_token=abc.def%3D; Path=/', 'abc.def'],
  ['a token in a URL', '/reset?token=abc123&x=1', 'abc123'],
  ['a password in a URL', 'postgresql://tydo:hunter2@localhost/tydo', 'hunter2'],
  ['a password with an @ and a backslash', 'postgresql://tydo:h@unt\\er2@localhost/tydo', 'er2'],
  ['an e-mail address on a line of its own', 'x\nann@example.com', 'ann'],
  ['an encoded e-mail address', '/verify/ann%40example.com', 'ann'],
  ['a password in JSON', '{"email":"x","password":"hunt\\"er2"}', 'er2'],
  ['a token in JSON', '{"newToken": "hunter2"}', 'hunter2'],
])('redacts %s', (_name, text, secret) => {
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  log.error({ err: new Error(text), nested: { text, password: secret } }, text);
  expect(lines.join()).toMatch(/\[(hidden|e-mail)\]/);
  expect(lines.join()).not.toContain(secret);
  expect(() => lines.map((line) => JSON.parse(line))).not.toThrow();
});

test('leaves everything else unchanged', () => {
  for (const line of [
    'the bearer of this: x@7.0.2',
    '{"request":"POST /trpc/task.create","procedures":["task.create"],"status":200}',
    'at /app/node_modules/.pnpm/@trpc+server@11.22.1_typescript@7.0.2/node_modules/@trpc/server/x.mjs:1:2',
  ]) {
    expect(redact(line)).toBe(line);
  }
});

test('takes linear time for long lines', () => {
  const startedAt = performance.now();
  redact('x'.repeat(1_000_000));
  redact('token='.repeat(200_000));
  expect(performance.now() - startedAt).toBeLessThan(60_000);
});

test('reasonOf returns the innermost reason', () => {
  const refused = new AggregateError([new Error('refused by ::1'), new Error('by 127.0.0.1')]);
  const outer = new Error('away', { cause: new Error('lost', { cause: refused }) });
  expect(reasonOf(outer)).toBe('refused by ::1, by 127.0.0.1');
});
