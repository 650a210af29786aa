// The interface for sending mail: over SMTP (`smtp.ts`), or into a folder (`outbox.ts`).
export interface Mail {
  /** A single address. */
  to: string;
  /** A single line of ASCII. */
  subject: string;
  text: string;
}

export interface Mailer {
  /** Logs where mail goes, or why it cannot be sent. Returns at once. */
  start: () => void;
  /**
   * Sends a mail, retrying for some minutes. Never rejects: a failure is logged, without address and text.
   * Callers do not await it.
   */
  send: (mail: Mail) => Promise<void>;
  /** Tries once more to send pending mails, for at most a second. */
  close: () => Promise<void>;
}

/** Replaces line breaks and control characters, so that a value cannot add a header. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
