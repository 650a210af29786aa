// The errors of a call: a closed set of codes that server and clients share.
import * as z from 'zod/mini';
import { accesses } from './access.ts';
import type { Named } from './named.ts';
import { nounNames, nouns, OperationRead } from './operation.ts';
import { SettingsRead } from './settings.ts';

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

/** What each code means, for the reference of the API. */
export const errorDescriptions: Record<ErrorCode, string> = {
  BAD_REQUEST: 'The input, or the request itself, is malformed.',
  UNAUTHORIZED:
    'There is no session or token, or it has ended: sign in. Or it is not that of the user in `X-Tydo-Person`.',
  FORBIDDEN:
    'The token may not do this; `data.scope` is what it lacks. Or the call came from a page of another origin; `TRUSTED_ORIGINS` allows origins.',
  NOT_FOUND: 'There is nothing with this name or at this address.',
  METHOD_NOT_SUPPORTED:
    'The address does not have this method: under `/trpc` a query is a GET, a mutation a POST.',
  CONFLICT: 'The call conflicts with the current state of the data.',
  PAYLOAD_TOO_LARGE:
    'The request is larger than the limit, or the response of the batch would be with this call: then send it again by itself.',
  UNSUPPORTED_MEDIA_TYPE: 'A POST needs `Content-Type: application/json`, and no compression.',
  TOO_MANY_REQUESTS: 'Wait for `Retry-After` seconds.',
  INTERNAL_SERVER_ERROR: 'A defect of the server. Its log has the details, under the request id.',
  SERVICE_UNAVAILABLE:
    'The database is unavailable or overloaded. Retry after `Retry-After` seconds.',
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys loses the type of the keys.
export const errorCodes = Object.keys(errorStatus) as ErrorCode[];

/** The code of an HTTP status. Better Auth uses 422 for some inputs. */
export function errorCodeOf(httpStatus: number): ErrorCode | undefined {
  if (httpStatus === 422) return 'BAD_REQUEST';
  return errorCodes.find((code) => errorStatus[code] === httpStatus);
}

/** Whether a retry of the same call may succeed. */
export const isTransient = (code: string): boolean =>
  code === 'SERVICE_UNAVAILABLE' || code === 'TOO_MANY_REQUESTS';

/** An optional field that is left out where this version cannot read it. */
const readable = <T extends z.ZodMiniType>(schema: T, description: string) =>
  // oxlint-disable-next-line promise/valid-params -- not a promise.
  z.catch(z.optional(schema), undefined).check(z.describe(description));

/** `data` of an error envelope. Fields that this version does not know or cannot read are left out. */
export const ErrorData = z.object({
  code: z.enum(errorCodes).check(z.meta({ id: 'ErrorCode' })),
  httpStatus: z.int().check(z.describe('The status of this call, also inside a batch.')),
  requestId: readable(z.string(), 'The `X-Request-Id` of the response.'),
  path: readable(z.string(), 'The procedure.'),
  zodError: readable(
    z.object({
      formErrors: z.array(z.string()).check(z.describe('Errors of no single field.')),
      fieldErrors: z
        .record(z.string(), z.optional(z.array(z.string())))
        .check(z.describe('Errors by field.')),
    }),
    'With BAD_REQUEST: the errors of the input.',
  ),
  current: readable(
    z.union([...nounNames.map((noun) => nouns[noun]), SettingsRead]),
    'With CONFLICT on `ifUpdatedAt`: the current row.',
  ),
  noun: readable(z.enum(nounNames), 'The noun of `current`; `task` where it is missing.'),
  blockedBy: readable(
    OperationRead,
    'With CONFLICT on an undo: the latest operation that changed the same fields.',
  ),
  seq: readable(
    z.int(),
    'With CONFLICT on `operation.since`: read all tasks, then continue from this number.',
  ),
  retryAfter: readable(
    z.int(),
    'With TOO_MANY_REQUESTS: how many seconds to wait, where HTTP’s `Retry-After` does not say it.',
  ),
  scope: readable(z.enum(accesses), 'With FORBIDDEN: what the token lacks.'),
  outcome: readable(
    z.literal('unknown'),
    'With SERVICE_UNAVAILABLE, INTERNAL_SERVER_ERROR and PAYLOAD_TOO_LARGE of a call in a batch: the call may have been done. Send it again with the same `operationId`, or read.',
  ),
});
export type ErrorData = Named<typeof ErrorData>;
