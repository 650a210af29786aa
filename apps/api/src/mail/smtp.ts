// Mail over SMTP, tried again for a while where the server is away.

import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '@tydo/schemas/loopback';
import { recordOf } from '@tydo/schemas/record';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import { type Mail, type Mailer, oneLine } from './mailer.ts';

export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password. Its query may have nodemailer's options. */
  url: string;
  /** An address, or `Name <address>`. */
  from: string;
  log: Logger;
  /** How long to wait before each further try, in milliseconds. */
  pauses?: number[];
}

/** How long the end of the process waits for mails under way, in milliseconds. */
const patience = 1_000;

/** How many mails may wait for a server that is away. */
const mostWaiting = 1_000;

/** Connects when there is a mail, and once at the start. */
export function createSmtp(options: SmtpOptions): Mailer {
  const { from, log, pauses = [1_000, 5_000, 30_000, 120_000] } = options;
  const transport = connectionFor(options.url);
  const closing = new AbortController();
  const underWay = new Set<Promise<void>>();

  const deliver = async ({ to, subject, text }: Mail): Promise<void> => {
    for (const pause of [...pauses, undefined]) {
      try {
        // As an object: what is in a text could be several addresses.
        const recipient = { name: '', address: oneLine(to) };
        await transport.sendMail({ from, to: recipient, subject: oneLine(subject), text });
        return;
      } catch (error) {
        const isLast = pause === undefined || closing.signal.aborted || isFinal(error);
        if (isLast) return log.error(tellable(error), 'a mail was not sent');
        log.warn({ ...tellable(error), pause }, 'a mail was not sent; it is tried again');
        // The end of the process is the last chance: what waits is tried at once.
        await sleep(pause, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  };

  return {
    start() {
      transport.verify().catch((error: unknown) => {
        if (!closing.signal.aborted) log.warn(tellable(error), 'the SMTP server cannot be used');
      });
    },
    async send(mail) {
      if (underWay.size >= mostWaiting) {
        return log.error('a mail was not sent: too many are waiting');
      }
      const done = deliver(mail);
      underWay.add(done);
      await done;
      underWay.delete(done);
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const late = new AbortController();
      const timeUp = sleep(patience, undefined, { signal: late.signal }).catch(() => {});
      await Promise.race([Promise.all(underWay), timeUp]);
      late.abort();
      transport.close();
    },
  };
}

function connectionFor(url: string) {
  // Between us and the same machine is nobody; a relay there has a certificate for no such name.
  const isNear = isLoopback(new URL(url).hostname);
  return createTransport({
    // What stands in the URL wins.
    url,
    pool: true,
    maxConnections: 3,
    requireTLS: !isNear,
    tls: { rejectUnauthorized: !isNear },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Whether the server has understood, and says no for good. */
const isFinal = (error: unknown): boolean => Number(recordOf(error)['responseCode']) >= 500;

/** What may stand in the log: a server's answer repeats addresses, and its code says enough. */
function tellable(error: unknown): object {
  const { code, command, responseCode } = recordOf(error);
  return responseCode === undefined
    ? { reason: reasonOf(error), code }
    : { code, command, responseCode };
}
