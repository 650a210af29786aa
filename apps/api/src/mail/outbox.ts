// Where no SMTP server is set: each mail is a file, for whoever runs Tydo to read or pass on.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import { type Mail, type Mailer, oneLine } from './mailer.ts';

/**
 * @param folder made with the first mail, for its owner only.
 * @param from what stands in the mails as their sender.
 * @param log names the folder, and the file of each mail.
 */
export function createOutbox(folder: string, from: string, log: Logger): Mailer {
  const underWay = new Set<Promise<void>>();
  const nextName = createNames();
  const put = async (mail: Mail): Promise<void> => {
    const now = new Date();
    const file = join(folder, nextName(now));
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      // Under its name only when it is whole.
      await writeFile(`${file}.part`, textOf(mail, from, now), { mode: 0o600, flag: 'wx' });
      await rename(`${file}.part`, file);
      log.info({ file }, 'a mail was put into the outbox');
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'a mail could not be put into the outbox');
    }
  };
  return {
    start() {
      log.info({ folder }, 'no SMTP_URL is set: mails are put into a folder');
    },
    async send(mail) {
      const done = put(mail);
      underWay.add(done);
      await done;
      underWay.delete(done);
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}

/**
 * Names that sort in the order of sending: by the time, within a millisecond by a number. A clock that is
 * set back does not count; between two processes the time decides, and within a millisecond chance.
 */
export function createNames(): (now: Date) => string {
  const own = randomUUID().slice(0, 8);
  let last = { time: 0, nth: 0 };
  return (now) => {
    const time = Math.max(now.getTime(), last.time);
    last = { time, nth: time === last.time ? last.nth + 1 : 0 };
    const digits = String(last.nth).padStart(6, '0');
    return `${new Date(time).toISOString().replaceAll(':', '-')}-${digits}-${own}.eml`;
  };
}

/** Not encoded, so that a link in it can be copied. */
function textOf({ to, subject, text }: Mail, from: string, date: Date): string {
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
