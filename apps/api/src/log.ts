// The log: JSON lines (at a terminal see terminal-log.ts) without secrets and e-mail addresses, also where they
// occur in a library's message, a database's error detail or a requested URL.
import { type DestinationStream, type Logger, pino } from 'pino';

// The quantifiers are bounded, so that the time grows linearly with the line.
const redactions: [RegExp, string][] = [
  [/(bearer|basic) +[\w.~+/=%-]{16,8192}/gi, '$1 [hidden]'],
  [/(:\/\/)(?:[^\s/"\\]|\\\\){1,512}@/g, '$1[hidden]@'],
  // In JSON: as fields, and escaped within a message.
  [/("\w{0,32}(?:token|password|secret)": ?")(?:[^"\\]|\\.){0,8192}"/gi, '$1[hidden]"'],
  [
    /(\\"\w{0,32}(?:token|password|secret)\\": ?\\")(?:[^"\\]|\\.){0,8192}?(?<!\\\\)\\"/gi,
    '$1[hidden]\\"',
  ],
  [/\btydo_(pat|feed)_[\dA-Za-z]{6,128}/g, 'tydo_$1_[hidden]'],
  [/(session_token|session_data|token|password|secret)=[^;&\s"\\]{1,8192}/gi, '$1=[hidden]'],
];

// The last part has only letters, so that package versions do not match. Escapes match first, so that the letter
// of an escape never becomes part of an address.
const eMail =
  /\\(?:u[\da-f]{4}|.)|[^\s"'\\<>()[\]{},;:=@/]{1,64}(?:@|%40)(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,63}/giu;

/** A fast check: every line with something to redact matches, and few others. */
const suspicious = /@|%40|tydo_(?:pat|feed)_|token|password|secret|session_data|bearer|basic/i;

/** Replaces everything in the line that looks like a credential or an e-mail address. */
export const redact = (line: string): string =>
  suspicious.test(line)
    ? redactions
        .reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line)
        .replace(eMail, (found) => (found.startsWith('\\') ? found : '[e-mail]'))
    : line;

/** @param destination default: standard output. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, hooks: { streamWrite: redact } };
  return destination ? pino(options, destination) : pino(options);
}

/** The message of the innermost cause, which describes an outage well enough. */
export function reasonOf(error: unknown): string {
  // A host with several addresses (localhost has two) fails with an AggregateError without a message.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
