// Where the mails of a test end: an SMTP server of its own, or the outbox folder of a server.
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface ReceivedMail {
  to: string;
  /** Header lines by their names in lower case. */
  headers: Record<string, string>;
  text: string;
  /** The link in it. */
  link: string;
}

export interface Inbox extends AsyncDisposable {
  /** For SMTP_URL. */
  url: string;
  /** All that has come, in order. */
  mails: ReceivedMail[];
  /** The newest to this address, waited for. @param count how many there must be. */
  mailTo: (address: string, count?: number) => Promise<ReceivedMail>;
  /** The mails to this address until now. */
  mailsTo: (address: string) => ReceivedMail[];
}

/** An SMTP server that takes in all that comes, and asks for the user `ann` with the password `secret`. */
export async function startInbox(options: SMTPServerOptions = {}): Promise<Inbox> {
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
        mails.push({ ...read(raw), to: session.envelope.rcptTo[0]?.address ?? '' });
        callback();
      });
    },
    ...options,
  });
  // A client that goes away is what some tests are about.
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

/** The newest mail to this address in an outbox folder, waited for. */
export const mailInOutbox = (folder: string, to: string, count = 1): Promise<ReceivedMail> =>
  waitFor(() => mailsInOutbox(folder, to), to, count);

/** All mails to this address in an outbox folder, in order. */
export async function mailsInOutbox(folder: string, to: string): Promise<ReceivedMail[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.eml')).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map(read).filter((mail) => mail.to === to);
}

async function waitFor(
  look: () => Promise<ReceivedMail[]>,
  to: string,
  count: number,
): Promise<ReceivedMail> {
  for (const end = Date.now() + 60_000; ; ) {
    const found = await look();
    const last = found.at(-1);
    if (last !== undefined && found.length >= count) return last;
    if (Date.now() > end) throw new Error(`${found.length} mails to ${to} instead of ${count}`);
    await sleep(10);
  }
}

function read(raw: string): ReceivedMail {
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
