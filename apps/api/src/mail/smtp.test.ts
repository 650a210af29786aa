// Mail over SMTP, against a real server.

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

/** A mailer, and what it has logged. */
function mailerAt(url: string, retryDelaysMs: number[] = []) {
  const logged: string[] = [];
  const log = createLog('info', { write: (line: string) => void logged.push(line) });
  const mailer = createSmtp({ url, from, log, retryDelaysMs });
  onTestFinished(() => mailer.close());
  return { mailer, logged };
}

const refusing = (code: number): Error =>
  Object.assign(new Error('no such user ann@example.com'), { responseCode: code });

/** Says no to so many mails, and takes in the others. */
function saysNo(times: number, code: number): SMTPServerOptions & { asked: number } {
  const options: SMTPServerOptions & { asked: number } = {
    asked: 0,
    onRcptTo(_address, _session, callback) {
      options.asked += 1;
      if (options.asked <= times) callback(refusing(code));
      else callback();
    },
  };
  return options;
}

test('a mail arrives as it was written', async () => {
  await using mailServer = await startMailServer();
  const { mailer, logged } = mailerAt(mailServer.url);
  await mailer.send(mail);
  const arrived = await mailServer.mailTo(mail.to);
  expect(arrived).toMatchObject({ headers: { from, to: mail.to, subject: mail.subject } });
  expect(arrived.link).toBe(/http\S+/.exec(mail.text)?.[0]);
  expect(logged).toEqual([]);
});

test('a mail arrives over TLS from the first byte, and over STARTTLS', async () => {
  const { cert, key } = await (await newCertificateAuthority('Mail')).sign({ dns: 'mail' });
  for (const options of [{ secure: true }, { hideSTARTTLS: false, allowInsecureAuth: false }]) {
    await using mailServer = await startMailServer({ ...options, cert, key });
    const { mailer } = mailerAt(mailServer.url);
    await mailer.send(mail);
    expect(mailServer.mails).toHaveLength(1);
    await mailer.close();
  }
});

test('beyond this machine nothing is sent without TLS, or to whom no certificate vouches for', async () => {
  const { cert, key } = await (await newCertificateAuthority('Mail')).sign({ ip: '0.0.0.0' });
  for (const options of [{}, { secure: true, cert, key }, { hideSTARTTLS: false, cert, key }]) {
    await using mailServer = await startMailServer(options);
    // To the mailer another machine, to the system this one.
    const { mailer, logged } = mailerAt(mailServer.url.replace('127.0.0.1', '0.0.0.0'));
    await mailer.send(mail);
    expect(mailServer.mails).toHaveLength(0);
    expect(logged.join()).toContain('a mail was not sent');
    await mailer.close();
  }
});

test('a server that says "later" is asked again', async () => {
  await using mailServer = await startMailServer(saysNo(2, 451));
  const { mailer, logged } = mailerAt(mailServer.url, [1, 1, 1]);
  await mailer.send(mail);
  expect(mailServer.mails).toHaveLength(1);
  expect(logged.filter((line) => line.includes('it will be retried'))).toHaveLength(2);
});

test('a server that says no for good is asked once, and the log tells why without the address', async () => {
  const options = saysNo(9, 550);
  await using mailServer = await startMailServer(options);
  const { mailer, logged } = mailerAt(mailServer.url, [1, 1, 1]);
  await mailer.send(mail);
  expect(options.asked).toBe(1);
  expect(logged.join()).toMatch(/"level":50.*"responseCode":550.*a mail was not sent/);
  expect(logged.join()).not.toMatch(/ann@|no such user|token/);
});

test('a server that is away is given up after some tries, and nobody hears of it but the log', async () => {
  const { mailer, logged } = mailerAt('smtp://ann:hunter2@127.0.0.1:1', [1, 1]);
  await mailer.send(mail);
  expect(logged.join('')).toMatch(/"level":50.*ECONNREFUSED.*"a mail was not sent"/);
  expect(logged.join('')).not.toMatch(/ann@|hunter2|token=/);
});

test('a wrong password is told at the start, without it', async () => {
  await using mailServer = await startMailServer();
  const { mailer, logged } = mailerAt(mailServer.url.replace('secret', 'hunter2'));
  mailer.start();
  await expect.poll(() => logged.join(), { timeout: 10_000 }).toContain('cannot be used');
  expect(logged.join()).not.toContain('hunter2');
});

test('the end of the process is the last try of what waits', async () => {
  await using mailServer = await startMailServer(saysNo(1, 451));
  const { mailer, logged } = mailerAt(mailServer.url, [60_000]);
  const sent = mailer.send(mail);
  await expect.poll(() => logged.join(), { timeout: 10_000 }).toContain('retried');
  await mailer.close();
  await sent;
  expect(mailServer.mails).toHaveLength(1);
});

test('the end of the process does not wait for a server that says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { mailer } = mailerAt(`smtp://127.0.0.1:${port}`);
  void mailer.send(mail);
  const told = Date.now();
  await mailer.close();
  expect(Date.now() - told).toBeLessThan(9_000);
  silent.close();
});

test('nothing in a mail becomes another recipient, or a header', async () => {
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
