// Every way in which a call can be refused: a closed set that server and clients share.
import * as z from 'zod/mini';
import type { Named } from './named.ts';
import { nounNames, nouns, OperationRead } from './operation.ts';

/** The codes of an error envelope's `data.code`, with the HTTP status that goes with each. */
export const errorStatus = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** What each says to a caller, in the reference of the API. */
export const errorMeaning: Record<ErrorCode, string> = {
  BAD_REQUEST: 'The input, or the request itself, is not of the form that is expected.',
  UNAUTHORIZED:
    'There is no session, or it has ended: sign in. Or it is another person’s than `X-Tydo-Person` says.',
  FORBIDDEN: 'A page of another origin called; `TRUSTED_ORIGINS` lets it in.',
  NOT_FOUND: 'There is no such procedure.',
  METHOD_NOT_SUPPORTED: 'A query is a GET, a mutation a POST.',
  CONFLICT: 'It does not go together with what is there already.',
  PAYLOAD_TOO_LARGE:
    'The request is larger than the limit; or the answer of a batch would be with this call: send it again, alone.',
  UNSUPPORTED_MEDIA_TYPE: 'A POST needs `Content-Type: application/json`, and no compression.',
  TOO_MANY_REQUESTS: 'Wait for as many seconds as `Retry-After` says.',
  INTERNAL_SERVER_ERROR: 'Our mistake. The server’s log has it, under the request id.',
  SERVICE_UNAVAILABLE:
    'The database is away, or too busy. Try again after as many seconds as `Retry-After` says.',
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of the keys.
export const errorCodes = Object.keys(errorStatus) as ErrorCode[];

/** The code that goes with an HTTP status. Better Auth says 422 of some input. */
export function errorCodeOf(httpStatus: number): ErrorCode | undefined {
  if (httpStatus === 422) return 'BAD_REQUEST';
  return errorCodes.find((code) => errorStatus[code] === httpStatus);
}

/** Whether the same call may well succeed a little later. */
export const isTransient = (code: string): boolean =>
  code === 'SERVICE_UNAVAILABLE' || code === 'TOO_MANY_REQUESTS';

/** What this version cannot read is left out: the code says what to do. */
const readable = <T extends z.ZodMiniType>(schema: T, description: string) =>
  // oxlint-disable-next-line promise/valid-params -- no promise.
  z.catch(z.optional(schema), undefined).check(z.describe(description));

/** `data` of an error envelope. Fields that this version does not know, or cannot read, are left out. */
export const ErrorData = z.object({
  code: z.enum(errorCodes).check(z.meta({ id: 'ErrorCode' })),
  httpStatus: z.int().check(z.describe('Of this call, also inside a batch.')),
  requestId: readable(z.string(), 'The `X-Request-Id` of the answer.'),
  path: readable(z.string(), 'The procedure.'),
  zodError: readable(
    z.object({
      formErrors: z.array(z.string()).check(z.describe('What belongs to no field.')),
      fieldErrors: z
        .record(z.string(), z.optional(z.array(z.string())))
        .check(z.describe('By the name of the field.')),
    }),
    'With BAD_REQUEST: what is wrong with the input.',
  ),
  current: readable(
    z.union(nounNames.map((noun) => nouns[noun])),
    'With CONFLICT on `ifUpdatedAt`: the row as it is now.',
  ),
  noun: readable(z.enum(nounNames), 'Of `current`; `task` where it is missing.'),
  blockedBy: readable(
    OperationRead,
    'With CONFLICT on an undo: the latest operation that changed what it would undo.',
  ),
  seq: readable(
    z.int(),
    'With CONFLICT on `operation.since`: read all tasks, then go on from this number.',
  ),
  retryAfter: readable(
    z.int(),
    'With TOO_MANY_REQUESTS: how many seconds to wait, where HTTP’s `Retry-After` does not say it.',
  ),
  outcome: readable(
    z.literal('unknown'),
    'With SERVICE_UNAVAILABLE, PAYLOAD_TOO_LARGE of one call, and what is unexpected: it may have been done. Send it again under the same `operationId`, or read.',
  ),
});
export type ErrorData = Named<typeof ErrorData>;
