// Sends mail to a real SMTP server.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { newCertificateAuthority } from '@tydo/db/testing/certificates';
import type { SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../log.ts';
import { startMailServer } from '../testing/mail-server.ts';
import { createSmtp } from './smtp.ts';

const from = 'Tydo <tydo@example.com>';
const mail = {
  to: 'ann@example.com',
  subject: 'Hello',
  text: `Ünicode, and a link:\n\nhttps://tydo.example.com/x?token=${'a'.repeat(300)}\n`,
};

/** A mailer, and its log lines. */
function mailerAt(url: string, retryDelaysMs: number[] = []) {
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const mailer = createSmtp({ url, from, log, retryDelaysMs });
  onTestFinished(() => mailer.close());
  return { mailer, logged };
}

const smtpError = (code: number): Error =>
  Object.assign(new Error('no such user ann@example.com'), { responseCode: code });

/** Rejects the first `times` mails with `code`, and accepts the others. */
function rejectFirst(times: number, code: number): SMTPServerOptions & { attempts: number } {
  const options: SMTPServerOptions & { attempts: number } = {
    attempts: 0,
    onRcptTo(_address, _session, callback) {
      options.attempts += 1;
      if (options.attempts <= times) callback(smtpError(code));
      else callback();
    },
  };
  return options;
}

test('delivers a mail unchanged', async () => {
  await using mailServer = await startMailServer();
  const { mailer, logged } = mailerAt(mailServer.url);
  await mailer.send(mail);
  const arrived = await mailServer.mailTo(mail.to);
  expect(arrived).toMatchObject({ headers: { from, to: mail.to, subject: mail.subject } });
  expect(arrived.link).toBe(/http\S+/.exec(mail.text)?.[0]);
  expect(logged).toEqual([]);
});

test('delivers over implicit TLS and over STARTTLS', async () => {
  const { cert, key } = await (await newCertificateAuthority('Mail')).sign({ dns: 'mail' });
  for (const options of [{ secure: true }, { hideSTARTTLS: false, allowInsecureAuth: false }]) {
    await using mailServer = await startMailServer({ ...options, cert, key });
    const { mailer } = mailerAt(mailServer.url);
    await mailer.send(mail);
    expect(mailServer.mails).toHaveLength(1);
    await mailer.close();
  }
});

test('sends nothing to a remote server without TLS or without a valid certificate', async () => {
  const { cert, key } = await (await newCertificateAuthority('Mail')).sign({ ip: '0.0.0.0' });
  for (const options of [{}, { secure: true, cert, key }, { hideSTARTTLS: false, cert, key }]) {
    await using mailServer = await startMailServer(options);
    // 0.0.0.0 is this machine, but the mailer treats it as remote.
    const { mailer, logged } = mailerAt(mailServer.url.replace('127.0.0.1', '0.0.0.0'));
    await mailer.send(mail);
    expect(mailServer.mails).toHaveLength(0);
    expect(logged.join()).toContain('a mail was not sent');
    await mailer.close();
  }
});

test('retries after a temporary rejection', async () => {
  await using mailServer = await startMailServer(rejectFirst(2, 451));
  const { mailer, logged } = mailerAt(mailServer.url, [1, 1, 1]);
  await mailer.send(mail);
  expect(mailServer.mails).toHaveLength(1);
  expect(logged.filter((line) => line.includes('it will be retried'))).toHaveLength(2);
});

test('does not retry after a permanent rejection, and logs the code without the address', async () => {
  const options = rejectFirst(9, 550);
  await using mailServer = await startMailServer(options);
  const { mailer, logged } = mailerAt(mailServer.url, [1, 1, 1]);
  await mailer.send(mail);
  expect(options.attempts).toBe(1);
  expect(logged.join()).toMatch(/"level":50.*"responseCode":550.*a mail was not sent/);
  expect(logged.join()).not.toMatch(/ann@|no such user|token/);
});

test('gives up on an unavailable server after some retries, logs it, and does not reject', async () => {
  const { mailer, logged } = mailerAt('smtp://ann:hunter2@127.0.0.1:1', [1, 1]);
  await mailer.send(mail);
  expect(logged.join('')).toMatch(/"level":50.*ECONNREFUSED.*"a mail was not sent"/);
  expect(logged.join('')).not.toMatch(/ann@|hunter2|token=/);
});

test('logs a wrong password at the start, without the password', async () => {
  await using mailServer = await startMailServer();
  const { mailer, logged } = mailerAt(mailServer.url.replace('secret', 'hunter2'));
  mailer.start();
  await expect.poll(() => logged.join()).toContain('cannot be used');
  expect(logged.join()).not.toContain('hunter2');
});

test('tries pending mails once more when it is closed', async () => {
  await using mailServer = await startMailServer(rejectFirst(1, 451));
  const { mailer, logged } = mailerAt(mailServer.url, [60_000]);
  const sent = mailer.send(mail);
  await expect.poll(() => logged.join()).toContain('retried');
  await mailer.close();
  await sent;
  expect(mailServer.mails).toHaveLength(1);
});

test('does not wait for a silent server when it is closed', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { mailer } = mailerAt(`smtp://127.0.0.1:${port}`);
  void mailer.send(mail);
  const start = Date.now();
  await mailer.close();
  expect(Date.now() - start).toBeLessThan(9_000);
  silent.close();
});

test('does not let the address or subject add a recipient or a header', async () => {
  await using mailServer = await startMailServer();
  const { mailer } = mailerAt(mailServer.url);
  const subject = 'Hello\r\nBcc: eve@example.com\r\n\r\nX';
  for (const to of [
    mail.to,
    'ann@example.com\r\nBcc: eve@example.com',
    'ann@example.com, eve@example.com',
    'ann@example.com>\r\nRCPT TO:<eve@example.com',
  ]) {
    await mailer.send({ ...mail, to, subject });
  }
  expect(mailServer.mails.length).toBeGreaterThan(0);
  for (const { headers, to } of mailServer.mails) {
    expect(to).not.toMatch(/^eve/);
    expect(headers).not.toHaveProperty('bcc');
    expect(headers['subject']).toContain('Hello Bcc');
  }
  expect(mailServer.mailsTo('eve@example.com')).toEqual([]);
});
