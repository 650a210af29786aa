// Sends mail over SMTP, and retries when the server is unavailable.

import { setTimeout as sleep } from 'node:timers/promises';
import { isLoopback } from '@tydo/schemas/loopback';
import { recordOf } from '@tydo/schemas/record';
import { createTransport } from 'nodemailer';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import { type Mail, type Mailer, oneLine } from './mailer.ts';

export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password. Its query may contain nodemailer's options. */
  url: string;
  /** An address, or `Name <address>`. */
  from: string;
  log: Logger;
  /** The delay before each retry, in milliseconds. */
  retryDelaysMs?: number[];
}

/** How long `close` waits for pending mails. */
const closeTimeoutMs = 1_000;

/** How many mails may be pending while the server is unavailable. */
const maxPendingMails = 1_000;

/** Connects when there is mail to send, and once in `start` to check the server. */
export function createSmtp(options: SmtpOptions): Mailer {
  const { from, log, retryDelaysMs = [1_000, 5_000, 30_000, 120_000] } = options;
  const transport = createConnection(options.url);
  const closing = new AbortController();
  const pending = new Set<Promise<void>>();

  const deliver = async ({ to, subject, text }: Mail): Promise<void> => {
    for (const delayMs of [...retryDelaysMs, undefined]) {
      try {
        // An object, because a string may be parsed as several addresses.
        const recipient = { name: '', address: oneLine(to) };
        await transport.sendMail({ from, to: recipient, subject: oneLine(subject), text });
        return;
      } catch (error) {
        const isLast = delayMs === undefined || closing.signal.aborted || isPermanent(error);
        if (isLast) return log.error(loggableError(error), 'a mail was not sent');
        log.warn({ ...loggableError(error), delayMs }, 'a mail was not sent; it will be retried');
        // `close` ends the delay, for a last attempt.
        await sleep(delayMs, undefined, { signal: closing.signal }).catch(() => {});
      }
    }
  };

  return {
    start() {
      transport.verify().catch((error: unknown) => {
        if (!closing.signal.aborted)
          log.warn(loggableError(error), 'the SMTP server cannot be used');
      });
    },
    async send(mail) {
      if (pending.size >= maxPendingMails) {
        return log.error('a mail was not sent: too many are pending');
      }
      const done = deliver(mail);
      pending.add(done);
      await done;
      pending.delete(done);
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const timeout = sleep(closeTimeoutMs, undefined, { ref: false });
      await Promise.race([Promise.all(pending), timeout]);
      transport.close();
    },
  };
}

function createConnection(url: string) {
  // A relay on this machine needs no TLS, and has no certificate for its name.
  const isLocal = isLoopback(new URL(url).hostname);
  return createTransport({
    // Options in the URL win over those below.
    url,
    pool: true,
    maxConnections: 3,
    requireTLS: !isLocal,
    tls: { rejectUnauthorized: !isLocal },
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Whether the server rejected the mail for good. */
const isPermanent = (error: unknown): boolean => Number(recordOf(error)['responseCode']) >= 500;

/** What is logged of an error: not the server's response, because it contains addresses. */
function loggableError(error: unknown): object {
  const { code, command, responseCode } = recordOf(error);
  return responseCode === undefined
    ? { reason: reasonOf(error), code }
    : { code, command, responseCode };
}
