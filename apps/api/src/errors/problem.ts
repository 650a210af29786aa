// Errors as RFC 9457's problem details, for REST.
import { type ErrorCode, errorCodes, errorDescriptions, errorStatus } from '@tydo/schemas/error';
import type { PublicError } from './envelope.ts';

export const problemType = 'application/problem+json; charset=utf-8';

export interface Problem extends NonNullable<PublicError['data']> {
  /** The address of a page about it. */
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ErrorCode;
  requestId: string;
}

export const toProblem = ({ code, message, data }: PublicError, requestId: string): Problem => ({
  type: `/problems/${slugOf(code)}`,
  title: errorDescriptions[code],
  status: errorStatus[code],
  detail: message,
  code,
  requestId,
  ...data,
});

const slugOf = (code: ErrorCode): string => code.toLowerCase().replaceAll('_', '-');

/** The text of the page about a problem; undefined where there is none at this place. */
export function problemPage(slug: string): string | undefined {
  const code = errorCodes.find((one) => slugOf(one) === slug);
  return code && `${code} (HTTP status ${errorStatus[code]})\n\n${errorDescriptions[code]}\n`;
}

/** `WWW-Authenticate` of a refusal, if its code has one. */
export function challengeOf({
  code,
  data,
}: Pick<PublicError, 'code' | 'data'>): string | undefined {
  if (code === 'UNAUTHORIZED') return 'Bearer realm="tydo"';
  if (code !== 'FORBIDDEN' || data?.scope === undefined) return undefined;
  return `Bearer realm="tydo", error="insufficient_scope", scope="${data.scope}"`;
}
