// The Express handler of /trpc: tRPC's adapter, with a fast path for plain JSON calls.
import type { AnyRouter } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import { isTransient } from '@tydo/schemas/error';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { toPublicError } from '../errors/envelope.ts';
import { logFailure, noteCode } from '../http/request-log.ts';
import { retryAfter } from '../http/send-error.ts';
import { type ContextOptions, createContext } from './context.ts';
import { type HandlerOptions, withFastPath } from './fast-path.ts';
import { runProcedure } from './run-procedure.ts';

/** @param options see `handlerOptions`. */
export function createTrpcHandler(options: HandlerOptions): RequestHandler {
  const adapter = createExpressMiddleware({
    ...options,
    createContext: (request) => ({ ...options.createContext(request), countsResultBytes: true }),
  });
  return withFastPath(options, adapter);
}

/**
 * What all faces call procedures with.
 *
 * @param log gets the failures of procedures.
 */
export function handlerOptions(
  router: AnyRouter,
  context: ContextOptions,
  log: Logger,
): HandlerOptions {
  // An outage is logged once per request, not for each call of a batch.
  const logged = new WeakSet<object>();
  const options: HandlerOptions = {
    router,
    createContext: ({ req, res }) =>
      createContext(context, req, res, (ctx, path, input) =>
        runProcedure(options, req, ctx, { path, type: 'mutation', input, index: 0 }),
      ),
    onError: ({ error, ctx, path, req }) => {
      const publicError = toPublicError(error);
      if (req.res) noteCode(req.res, publicError.code);
      if (path !== undefined && !Object.hasOwn(router._def.procedures, path)) {
        context.observer?.onUnknownCall();
      }
      if (publicError.code === 'SERVICE_UNAVAILABLE') {
        if (logged.has(req)) return;
        logged.add(req);
      }
      logFailure(log, error.cause ?? error, publicError, { requestId: ctx?.requestId, path });
    },
    responseMeta: ({ errors }) =>
      errors.some((error) => isTransient(toPublicError(error).code))
        ? { headers: { 'retry-after': retryAfter } }
        : {},
  };
  return options;
}
