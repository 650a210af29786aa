// Everything that packages/db refuses on purpose. The API maps `Refusal` to its envelope in one place.
import type { ErrorCode, ErrorData } from '@tydo/schemas/error';

type RefusalCode = Extract<
  ErrorCode,
  'BAD_REQUEST' | 'UNAUTHORIZED' | 'NOT_FOUND' | 'CONFLICT' | 'SERVICE_UNAVAILABLE'
>;
type RefusalData = Pick<ErrorData, 'current' | 'blockedBy' | 'seq' | 'outcome' | 'zodError'>;

/** A call that was refused, with a code that callers can act on. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly data: RefusalData;

  constructor(code: RefusalCode, message: string, data: RefusalData = {}, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.data = data;
  }
}

/** The same for a row that does not exist and another user's. @param what a noun, or 'operation'. */
export const notFound = (what: string): Refusal =>
  new Refusal('NOT_FOUND', `There is no such ${what}.`);

/** Of a value that must be unique; without the value. */
export const taken = (cause?: unknown): Refusal =>
  new Refusal('CONFLICT', 'Something with the same value exists already.', {}, cause);

/** Of a person whose tombstone stands. */
export const accountDeleted = (): Refusal =>
  new Refusal('UNAUTHORIZED', 'This account was deleted.');

/** A configuration that cannot work: the message says what to write instead, without any password. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The tables that lie in the database cannot be used as they are; nothing was changed. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** Of an error of the system, a driver or a server; undefined where it has none. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Whether a database refused a value that must be unique: on either engine, told by its driver. */
export const isUniqueViolation = (error: unknown): boolean =>
  /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(codeOf(error) ?? '');
