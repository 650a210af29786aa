// Without SMTP_URL each mail is written to a file, for the operator to read or forward.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import { type Mail, type Mailer, oneLine } from './mailer.ts';

/**
 * @param folder created with the first mail, readable by its owner only.
 * @param from the sender.
 * @param log gets the folder, and the file of each mail.
 */
export function createOutbox(folder: string, from: string, log: Logger): Mailer {
  const pending = new Set<Promise<void>>();
  const nextName = createFileNames();
  const write = async (mail: Mail): Promise<void> => {
    const now = new Date();
    const file = join(folder, nextName(now));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Renamed when it is complete, so that a reader never sees half a mail.
      await writeFile(`${file}.part`, formatMail(mail, from, now), { mode: 0o600, flag: 'wx' });
      await rename(`${file}.part`, file);
      log.info({ file }, 'a mail was written to the outbox');
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'a mail could not be written to the outbox');
    }
  };
  return {
    start() {
      log.info({ folder }, 'SMTP_URL is not set: mails are written to a folder');
    },
    async send(mail) {
      const done = write(mail);
      pending.add(done);
      await done;
      pending.delete(done);
    },
    async close() {
      await Promise.all(pending);
    },
  };
}

/**
 * File names that sort in the order of sending: by time, then by a counter within a millisecond. If the
 * clock is set back, the latest time is kept. Mails of two processes in the same millisecond have no order.
 */
export function createFileNames(): (now: Date) => string {
  const processId = randomUUID().slice(0, 8);
  let last = { time: 0, nth: 0 };
  return (now) => {
    const time = Math.max(now.getTime(), last.time);
    last = { time, nth: time === last.time ? last.nth + 1 : 0 };
    const digits = String(last.nth).padStart(6, '0');
    return `${new Date(time).toISOString().replaceAll(':', '-')}-${digits}-${processId}.eml`;
  };
}

/** Without transfer encoding, so that links can be copied. */
function formatMail({ to, subject, text }: Mail, from: string, date: Date): string {
  const headers = {
    From: from,
    To: to,
    Subject: subject,
    Date: date.toUTCString().replace('GMT', '+0000'),
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Transfer-Encoding': '8bit',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${oneLine(value)}`);
  return `${lines.join('\n')}\n\n${text}`;
}
