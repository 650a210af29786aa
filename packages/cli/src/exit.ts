// How a failed command ends. Apart from errors.ts, because it loads the client.
import { asTydoError, type TydoError } from '@tydo/client';
import { ImportError } from '@tydo/exchange/limits';
import { CommandError, exitCodes, optionOf, UsageError } from './errors.ts';
import { printable } from './printable.ts';

/** What is written to stderr, and the exit. Never a stack. */
export function explain(error: unknown): { text: string; exit: number } {
  if (error instanceof UsageError || error instanceof ImportError)
    return { text: error.message, exit: exitCodes.usage };
  if (error instanceof CommandError) return { text: error.message, exit: error.exit };
  const failure = asTydoError(error);
  return { text: printable(textOf(failure)), exit: exitOf(failure) };
}

function textOf({ message, code, data }: TydoError): string {
  if (code === 'UNAUTHORIZED') return `${message} Run "tydo login".`;
  const { formErrors = [], fieldErrors = {} } = data?.zodError ?? {};
  const fields = Object.entries(fieldErrors).flatMap(([name, texts = []]) =>
    texts.map((text) => `  --${optionOf(name)}: ${text}`),
  );
  const lines = [...formErrors.map((text) => `  ${text}`), ...fields];
  return lines.length === 0 ? message : ['This was refused:', ...lines].join('\n');
}

function exitOf({ code }: TydoError): number {
  switch (code) {
    case 'BAD_REQUEST':
      return exitCodes.usage;
    case 'NOT_FOUND':
      return exitCodes.notFound;
    case 'CONFLICT':
      return exitCodes.conflict;
    case 'UNAUTHORIZED':
    case 'FORBIDDEN':
      return exitCodes.refused;
    case 'NO_ANSWER':
    case 'TIMEOUT':
    case 'TOO_MANY_REQUESTS':
    case 'SERVICE_UNAVAILABLE':
      return exitCodes.later;
    case 'METHOD_NOT_SUPPORTED':
    case 'PAYLOAD_TOO_LARGE':
    case 'UNSUPPORTED_MEDIA_TYPE':
    case 'INTERNAL_SERVER_ERROR':
    case 'ABORTED':
    case 'UNEXPECTED_ANSWER':
    case 'UNKNOWN':
      return exitCodes.other;
  }
}
