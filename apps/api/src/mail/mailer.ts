// How mail leaves the server: over SMTP, or into a folder where there is none.
export interface Mail {
  /** One address. */
  to: string;
  /** One line of ASCII. */
  subject: string;
  text: string;
}

export interface Mailer {
  /** Says in the log where mail goes, or what is wrong with it. Waits for nothing. */
  start: () => void;
  /**
   * Hands a mail over. What keeps it from leaving is logged, without address or text, and never the
   * caller's: it does not reject. May last minutes: a caller who waits for nothing else does not wait.
   */
  send: (mail: Mail) => Promise<void>;
  /** What is under way gets its last chance, for a second at the most. */
  close: () => Promise<void>;
}

/** One line, whatever was in it: a header is never more than one. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
