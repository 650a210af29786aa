// The errors that packages/db throws on purpose. The API maps `Refusal` to its error envelope in one place.
import type { ErrorCode, ErrorData } from '@tydo/schemas/error';

type RefusalCode = Extract<
  ErrorCode,
  'BAD_REQUEST' | 'UNAUTHORIZED' | 'NOT_FOUND' | 'CONFLICT' | 'SERVICE_UNAVAILABLE'
>;
type RefusalData = Pick<ErrorData, 'current' | 'blockedBy' | 'seq' | 'outcome' | 'zodError'>;

/** A call was refused, with a code that the caller can act on. */
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

/** A value that must be unique exists already. The message does not contain it. */
export const taken = (cause?: unknown): Refusal =>
  new Refusal('CONFLICT', 'Something with the same value exists already.', {}, cause);

/** The account was deleted: its tombstone refuses all writes. */
export const accountDeleted = (): Refusal =>
  new Refusal('UNAUTHORIZED', 'This account was deleted.');

/** A configuration that cannot work. The message says what to write instead, and contains no password. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The tables in the database cannot be used as they are. Nothing was changed. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** The `code` of an error of the system, a driver or a server, if it has one. */
export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** Whether it is a driver's error about a value that must be unique, on either engine. */
export const isUniqueViolation = (error: unknown): boolean =>
  /^(23505|SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY))$/.test(codeOf(error) ?? '');
