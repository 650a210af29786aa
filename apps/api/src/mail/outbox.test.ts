// The folder that mails are written to without SMTP.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../log.ts';
import { createFileNames, createOutbox } from './outbox.ts';

async function newOutbox(...path: string[]) {
  const parent = await mkdtemp(join(tmpdir(), 'tydo-outbox-'));
  onTestFinished(() => rm(parent, { recursive: true }));
  await writeFile(join(parent, 'file'), '');
  const folder = join(parent, ...path);
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const mailer = createOutbox(folder, 'Tydo <tydo@localhost>', log);
  mailer.start();
  return { folder, logged, mailer };
}

const link = `https://tydo.example.com/x?token=${'a'.repeat(300)}`;
const mail = { to: 'ann@example.com', subject: 'Hello', text: `A ⏰ and a link:\n\n${link}\n` };

test('writes each mail to a file that only its owner can read, with the link unencoded', async () => {
  const { folder, mailer } = await newOutbox('data', 'outbox');
  await mailer.send(mail);
  await mailer.send({ ...mail, subject: 'Second' });
  const names = (await readdir(folder)).toSorted();
  expect(names.map((name) => /^\d{4}-\d\d-\d\dT[\d.-]+Z-\d{6}-\w{8}\.eml$/.test(name))).toEqual([
    true,
    true,
  ]);
  const file = join(folder, names[0] ?? '');
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(/^From: Tydo <tydo@localhost>\nTo: ann@example.com\nSubject: Hello\nDate: /);
  expect(text.endsWith(`\n\n${mail.text}`)).toBe(true);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

test('names files in the order of sending, also within a millisecond and if the clock is set back', () => {
  const nextName = createFileNames();
  const times = [5, 5, ...Array<number>(12).fill(7), 6, 8];
  const names = times.map((time) => nextName(new Date(time)));
  expect(names.toSorted()).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
  const other = createFileNames();
  expect(names.includes(other(new Date(5)))).toBe(false);
  expect(other(new Date(9)) > (names.at(-1) ?? '')).toBe(true);
});

test('logs the folder and each file, but neither address nor text', async () => {
  const { folder, mailer, logged } = await newOutbox('outbox');
  await mailer.send(mail);
  expect(logged).toHaveLength(2);
  expect(logged[0]).toContain(`"folder":"${folder}"`);
  expect(logged[1]).toContain(`"file":"${join(folder, (await readdir(folder))[0] ?? '')}"`);
  expect(logged.join()).not.toMatch(/ann|token=/);
});

test('logs a mail that cannot be written, and does not reject', async () => {
  const { mailer, logged } = await newOutbox('file', 'outbox');
  await mailer.send(mail);
  expect(logged[1]).toMatch(/"level":50.*ENOTDIR.*could not be written/);
  expect(logged.join()).not.toMatch(/ann@|token=/);
});

test('does not let the address or subject add a header', async () => {
  const { folder, mailer } = await newOutbox('outbox');
  await mailer.send({
    ...mail,
    to: 'ann@example.com\nBcc: eve@example.com',
    subject: 'a\r\n\r\nb',
  });
  const text = await readFile(join(folder, (await readdir(folder))[0] ?? ''), 'utf8');
  expect(text).toMatch(/^To: ann@example.com Bcc: eve@example.com$/m);
  expect(text).toMatch(/^Subject: a b$/m);
});
