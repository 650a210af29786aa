// Runs a procedure by its name, and turns its error into an envelope.
import {
  type AnyRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
} from '@trpc/server';
import type { Request } from 'express';
import type { ErrorShape } from '../errors/envelope.ts';
import type { Context } from './context.ts';

export interface ProcedureCall {
  path: string;
  type: 'query' | 'mutation';
  input: unknown;
  /** In the batch. */
  index: number;
}

export type ProcedureResult = { data: unknown } | { error: TRPCError; shape: ErrorShape };

export interface ProcedureOptions {
  router: AnyRouter;
  onError: (failure: {
    error: TRPCError;
    path: string | undefined;
    ctx?: Context | undefined;
    req: Request;
  }) => void;
}

/** Never rejects: an error goes to `onError` and into the result. */
export async function runProcedure(
  options: ProcedureOptions,
  req: Request,
  ctx: Context,
  call: ProcedureCall,
): Promise<ProcedureResult> {
  const { path, type, input, index } = call;
  const { router } = options;
  try {
    // Every object has `constructor` and the like.
    if (!Object.hasOwn(router._def.procedures, path)) {
      throw new TRPCError({ code: 'NOT_FOUND', message: `There is no procedure "${path}".` });
    }
    const data: unknown = await callTRPCProcedure({
      router,
      path,
      type,
      ctx,
      batchIndex: index,
      getRawInput: () => Promise.resolve(input),
      // No query or mutation uses it.
      signal: undefined,
    });
    return { data };
  } catch (cause) {
    return failedCall(options, req, ctx, call, cause);
  }
}

/** The result of a call that failed with `cause`. */
export function failedCall(
  { router, onError }: ProcedureOptions,
  req: Request,
  ctx: Context,
  { path, type, input }: ProcedureCall,
  cause: unknown,
): Extract<ProcedureResult, { error: TRPCError }> {
  const error = getTRPCErrorFromUnknown(cause);
  onError({ error, path, ctx, req });
  const config = router._def._config;
  return { error, shape: getTRPCErrorShape({ config, ctx, error, path, type, input }) };
}
