// The one place that turns whatever went wrong into the envelope that callers read.
import { TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { Refusal } from '@tydo/db';
import { type ErrorCode, type ErrorData, errorStatus } from '@tydo/schemas/error';
import { problemsIn } from '@tydo/schemas/input';
import * as z from 'zod/mini';
import { RetryLaterError } from './retry-later-error.ts';

/** What a caller is told. */
export interface Answer {
  code: ErrorCode;
  message: string;
  data?: Pick<ErrorData, 'zodError' | 'current' | 'blockedBy' | 'seq' | 'outcome'>;
  /** In seconds, where it is known. */
  retryAfter?: number;
}

/** A tRPC error envelope's `error`. */
export interface ErrorShape {
  message: string;
  code: number;
  data: ErrorData;
}

const unexpected: Answer = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong on our side. Tell us the request id if it stays.',
};

/** Everything unexpected becomes one fixed answer: no stack, no SQL, no path. */
export function toAnswer(error: unknown): Answer {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, data: error.data };
  }
  if (error instanceof RetryLaterError) {
    return { code: error.code, message: error.message, retryAfter: error.retryAfter };
  }
  if (!(error instanceof TRPCError)) return unexpected;
  if (error.cause instanceof Refusal) return toAnswer(error.cause);
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.core.$ZodError) {
    return {
      code: 'BAD_REQUEST',
      message: 'The input is not valid.',
      data: { zodError: problemsIn(error.cause) },
    };
  }
  if (error.code === 'BAD_REQUEST' && error.cause instanceof SyntaxError) {
    return { code: 'BAD_REQUEST', message: 'The input is no JSON.' };
  }
  if (error.code === 'INTERNAL_SERVER_ERROR' || !isOurs(error.code)) return unexpected;
  return { code: error.code, message: error.message };
}

/** The envelope for an answer, whoever made it: tRPC, or Express before it. */
export function toShape(
  answer: Answer,
  request: { requestId?: string; path?: string },
): ErrorShape {
  return {
    message: answer.message,
    code: TRPC_ERROR_CODES_BY_KEY[answer.code],
    data: {
      code: answer.code,
      httpStatus: errorStatus[answer.code],
      ...(request.requestId === undefined ? {} : { requestId: request.requestId }),
      ...(request.path === undefined ? {} : { path: request.path }),
      ...answer.data,
    },
  };
}

const isOurs = (code: string): code is ErrorCode => code in errorStatus;
