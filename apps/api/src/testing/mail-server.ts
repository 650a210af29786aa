// Receives the mails of a test: over SMTP, or from a server's outbox folder.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  to: string;
  /** Header values by lower-case name. */
  headers: Record<string, string>;
  text: string;
  /** The first link in the text. */
  link: string;
}

export interface MailServer extends AsyncDisposable {
  /** A value for SMTP_URL. */
  url: string;
  /** All mails received so far, in order. */
  mails: ReceivedMail[];
  /** Waits until there are `count` mails to this address, and returns the newest. */
  mailTo: (address: string, count?: number) => Promise<ReceivedMail>;
  /** The mails to this address so far. */
  mailsTo: (address: string) => ReceivedMail[];
}

/** Starts an SMTP server that accepts every mail from the user `ann` with the password `secret`. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, callback) =>
      username === 'ann' && password === 'secret'
        ? callback(null, { user: username })
        : callback(new Error('no such user')),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        mails.push({ ...parseMail(raw), to: session.envelope.rcptTo[0]?.address ?? '' });
        callback();
      });
    },
    ...options,
  });
  // Some tests cut the connection.
  server.on('error', () => {});
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const mailsTo = (to: string) => mails.filter((mail) => mail.to === to);
  return {
    url: `${options.secure ? 'smtps' : 'smtp'}://ann:secret@127.0.0.1:${port}`,
    mails,
    mailsTo,
    mailTo: (to, count = 1) => waitFor(async () => mailsTo(to), to, count),
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Waits until an outbox folder has `count` mails to this address, and returns the newest. */
export const mailInOutbox = (folder: string, to: string, count = 1): Promise<ReceivedMail> =>
  waitFor(() => mailsInOutbox(folder, to), to, count);

/** All mails to this address in an outbox folder, in order. */
export async function mailsInOutbox(folder: string, to: string): Promise<ReceivedMail[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.eml')).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map(parseMail).filter((mail) => mail.to === to);
}

async function waitFor(
  readMails: () => Promise<ReceivedMail[]>,
  to: string,
  count: number,
): Promise<ReceivedMail> {
  for (const end = Date.now() + 60_000; ; ) {
    const found = await readMails();
    const last = found.at(-1);
    if (last !== undefined && found.length >= count) return last;
    if (Date.now() > end) throw new Error(`${found.length} mails to ${to} instead of ${count}`);
    await sleep(10);
  }
}

function parseMail(raw: string): ReceivedMail {
  const lines = raw.replaceAll('\r\n', '\n');
  const middle = lines.indexOf('\n\n');
  const headers = Object.fromEntries(
    lines
      .slice(0, middle)
      .replaceAll(/\n[ \t]+/g, ' ')
      .split('\n')
      .map((line) => [
        line.split(':', 1)[0]?.toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
  ) as Record<string, string>;
  const encoding = headers['content-transfer-encoding'];
  const body = lines.slice(middle + 2);
  const text = encoding === 'quoted-printable' ? fromQuotedPrintable(body) : body;
  return { to: headers['to'] ?? '', headers, text, link: /https?:\/\/\S+/.exec(text)?.[0] ?? '' };
}

const fromQuotedPrintable = (text: string): string =>
  text
    .replaceAll('=\n', '')
    .replaceAll(/=([\dA-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
