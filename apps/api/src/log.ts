// The process's log: JSON lines, in which nobody's secret or e-mail address stands, wherever it came
// from: a library's message, a database's detail, an address that somebody asked for.
import { type DestinationStream, type Logger, pino } from 'pino';

// Bounded, so that a long line costs no more than its length.
const hidden: [RegExp, string][] = [
  [/(bearer|basic) +[\w.~+/=%-]{16,8192}/gi, '$1 [hidden]'],
  [/(:\/\/)(?:[^\s/"\\]|\\\\){1,512}@/g, '$1[hidden]@'],
  // In JSON: as fields of ours, and escaped inside a message.
  [/("\w{0,32}(?:token|password|secret)": ?")(?:[^"\\]|\\.){0,8192}"/gi, '$1[hidden]"'],
  [
    /(\\"\w{0,32}(?:token|password|secret)\\": ?\\")(?:[^"\\]|\\.){0,8192}?(?<!\\\\)\\"/gi,
    '$1[hidden]\\"',
  ],
  [/(session_token|session_data|token|password|secret)=[^;&\s"\\]{1,8192}/gi, '$1=[hidden]'],
];

// The last part has letters only: versions of packages are no addresses. Escapes are found first, so
// that none loses its letter to an address after it.
const eMail =
  /\\(?:u[\da-f]{4}|.)|[^\s"'\\<>()[\]{},;:=@/]{1,64}(?:@|%40)(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,63}/giu;

/** In every line that has something to hide, and in few others. */
const suspicious = /@|%40|token|password|secret|session_data|bearer|basic/i;

/** The line without what looks like a credential or an e-mail address. */
export const redact = (line: string): string =>
  suspicious.test(line)
    ? hidden
        .reduce((text, [pattern, instead]) => text.replace(pattern, instead), line)
        .replace(eMail, (found) => (found.startsWith('\\') ? found : '[e-mail]'))
    : line;

/** @param destination default: standard output. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, hooks: { streamWrite: redact } };
  return destination ? pino(options, destination) : pino(options);
}

/** What the innermost cause says: of an outage that is enough. */
export function reasonOf(error: unknown): string {
  // A host with several addresses (localhost has two) fails with a list and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : reasonOf(error.cause);
}
