// Maps every error to what a caller sees: a code, a message, and the tRPC error envelope.
import { TRPCError } from '@trpc/server';
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc';
import { Refusal } from '@tydo/db';
import { type ErrorCode, type ErrorData, errorStatus } from '@tydo/schemas/error';
import { problemsIn } from '@tydo/schemas/input';
import * as z from 'zod/mini';
import { MissingScopeError } from './missing-scope-error.ts';
import { RetryLaterError } from './retry-later-error.ts';

/** The part of an error that a caller may see. */
export interface PublicError {
  code: ErrorCode;
  message: string;
  data?: Pick<
    ErrorData,
    'zodError' | 'current' | 'noun' | 'blockedBy' | 'seq' | 'scope' | 'outcome' | 'retryAfter'
  >;
  /** In seconds. Default: 1. */
  retryAfter?: number;
}

/** `error` in a tRPC error envelope. */
export interface ErrorShape {
  message: string;
  code: number;
  data: ErrorData;
}

const unexpected: PublicError = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong on the server. If it happens again, report the request id.',
};

/** An unexpected error becomes one fixed message: no stack, no SQL, no path. */
export function toPublicError(error: unknown): PublicError {
  if (error instanceof Refusal) {
    return { code: error.code, message: error.message, data: error.data };
  }
  if (error instanceof RetryLaterError) {
    const { code, message, retryAfter } = error;
    return { code, message, retryAfter, data: { retryAfter } };
  }
  if (error instanceof MissingScopeError) {
    return { code: 'FORBIDDEN', message: error.message, data: { scope: error.scope } };
  }
  if (!(error instanceof TRPCError)) return unexpected;
  if (
    error.cause instanceof Refusal ||
    error.cause instanceof RetryLaterError ||
    error.cause instanceof MissingScopeError
  ) {
    return toPublicError(error.cause);
  }
  if (error.code === 'BAD_REQUEST' && error.cause instanceof z.core.$ZodError) {
    return {
      code: 'BAD_REQUEST',
      message: 'The input is not valid.',
      data: { zodError: problemsIn(error.cause) },
    };
  }
  if (error.code === 'BAD_REQUEST' && error.cause instanceof SyntaxError) {
    return { code: 'BAD_REQUEST', message: 'The input is not JSON.' };
  }
  if (error.code === 'INTERNAL_SERVER_ERROR' || !isErrorCode(error.code)) return unexpected;
  return { code: error.code, message: error.message };
}

/** The envelope of an error, both of procedures and of the HTTP checks before them. */
export function toErrorShape(
  error: PublicError,
  request: { requestId?: string; path?: string },
): ErrorShape {
  return {
    message: error.message,
    code: TRPC_ERROR_CODES_BY_KEY[error.code],
    data: {
      code: error.code,
      httpStatus: errorStatus[error.code],
      ...(request.requestId === undefined ? {} : { requestId: request.requestId }),
      ...(request.path === undefined ? {} : { path: request.path }),
      ...error.data,
    },
  };
}

const isErrorCode = (code: string): code is ErrorCode => code in errorStatus;
