// Every way in which a call can be refused: a closed set that server and clients share.
import * as z from 'zod/mini';
import { TaskRead } from './task.ts';

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

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets the type of the keys.
const codes = Object.keys(errorStatus) as ErrorCode[];

/** The code that goes with an HTTP status; for one that is not in the list, the nearest. */
export function errorCodeOf(httpStatus: number): ErrorCode {
  const nearest = httpStatus < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR';
  return codes.find((code) => errorStatus[code] === httpStatus) ?? nearest;
}

/** `data` of an error envelope. Fields that this version does not know are passed over. */
export const ErrorData = z.object({
  code: z.enum(codes),
  httpStatus: z.int(),
  requestId: z.optional(z.string()),
  path: z.optional(z.string()),
  /** With BAD_REQUEST: what is wrong, by field. */
  zodError: z.optional(
    z.object({
      formErrors: z.array(z.string()),
      fieldErrors: z.record(z.string(), z.optional(z.array(z.string()))),
    }),
  ),
  /** With CONFLICT on `ifUpdatedAt`: the task as it is now. */
  current: z.optional(z.object(TaskRead.shape)),
  /** With SERVICE_UNAVAILABLE: the write may have been done; read before you repeat it. */
  outcome: z.optional(z.literal('unknown')),
});
export type ErrorData = z.output<typeof ErrorData>;
