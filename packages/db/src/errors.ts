// The errors that packages/db throws on purpose. The API maps `Refusal` to its error envelope in one place.
import { MissingRow, RowConflict, RuleViolation } from '@tydo/rules/violation';
import type { ErrorCode, ErrorData } from '@tydo/schemas/error';
import { operationLimits } from '@tydo/schemas/operation';

type RefusalCode = Extract<
  ErrorCode,
  'BAD_REQUEST' | 'UNAUTHORIZED' | 'NOT_FOUND' | 'CONFLICT' | 'SERVICE_UNAVAILABLE'
>;
type RefusalData = Pick<
  ErrorData,
  'current' | 'noun' | 'blockedBy' | 'seq' | 'outcome' | 'zodError'
>;

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

/** A valid input that cannot be carried out. @param field where the problem is, if it is at one. */
export const invalid = (message: string, field?: string): Refusal =>
  new Refusal('BAD_REQUEST', message, {
    zodError:
      field === undefined
        ? { formErrors: [message], fieldErrors: {} }
        : { formErrors: [], fieldErrors: { [field]: [message] } },
  });

const { rows, bytes } = operationLimits;
const tooLarge = `One call may change at most ${rows.toLocaleString('en')} rows, and ${bytes / 2 ** 20} MiB of them. Do it in several calls.`;

/** The changes of a call exceed the limits of an operation. */
export class OperationTooLarge extends Refusal {
  constructor() {
    super('BAD_REQUEST', tooLarge, { zodError: { formErrors: [tooLarge], fieldErrors: {} } });
  }
}

/** What the caller gets where a rule refuses; other errors as they are. */
export function refusalOf(error: unknown): unknown {
  if (error instanceof MissingRow) return notFound(error.noun);
  if (error instanceof RowConflict) return conflictWith(error.message, error.noun, error.row);
  return error instanceof RuleViolation ? invalid(error.message, error.field) : error;
}

/** A row is not what the caller read. The caller gets the current one. */
export const changedSince = (noun: string, current: object): Refusal =>
  conflictWith(`The ${noun} has changed since you read it.`, noun, current);

const conflictWith = (message: string, noun: string, current: object): Refusal =>
  new Refusal(
    'CONFLICT',
    message,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a row of this noun, by its read schema.
    { current, noun } as Pick<RefusalData, 'current' | 'noun'>,
  );

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
