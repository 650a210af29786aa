// Express, in the order in which a request meets it: origin, content type, size, session, input,
// task.
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Database } from '@tydo/db';
import { isTransient } from '@tydo/schemas/error';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Auth } from './account/auth.ts';
import { authRoutes } from './account/auth-routes.ts';
import { accountRoutes } from './account/routes.ts';
import type { KeyedLimiter } from './concurrency/keyed-limiter.ts';
import { createHeavyWrites, createLargeAnswers } from './concurrency/large-answers.ts';
import { toAnswer } from './errors/envelope.ts';
import { readBody } from './http/body.ts';
import { readCalls } from './http/calls.ts';
import { health } from './http/health.ts';
import { guardLocation } from './http/location.ts';
import { logFailure, logRequests } from './http/log.ts';
import { onlyHosts, onlyMethods } from './http/methods.ts';
import { checkOrigin } from './http/origin.ts';
import { page } from './http/page.ts';
import { refuse, retryAfter, speakTrpc } from './http/refuse.ts';
import { appRouter } from './router.ts';
import { type ContextOptions, createContext } from './trpc/context.ts';
import { leanly, type TrpcOptions } from './trpc/lean.ts';

export interface AppOptions {
  db: Database;
  auth: Auth;
  log: Logger;
  /** Our own origins, that of our page first, such as https://tydo.example.com. */
  origins: [string, ...string[]];
  /** Others whose pages may call. */
  trustedOrigins: string[];
  /** Whose X-Forwarded-For counts: a number of hops or a list of addresses. Default: nobody's. */
  trustProxy?: number | string[] | undefined;
  /** Lets few calls of one caller use the database at the same time. */
  limiter: KeyedLimiter;
  /** What `vite build` made. */
  pageFolder: string;
  /** Whether the process has been told to end. */
  isStopping: () => boolean;
}

/** Builds the whole of HTTP; listens nowhere. */
export function createApp(options: AppOptions): Express {
  const { db, auth, log, limiter, origins, trustedOrigins } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy ?? false);
  const allOrigins: [string, ...string[]] = [...origins, ...trustedOrigins];
  guardLocation(app, allOrigins);

  app.use(logRequests(log));
  const fromOurPages = [
    onlyHosts,
    noStore,
    cors({ origin: trustedOrigins, credentials: true, exposedHeaders, maxAge: 600 }),
    checkOrigin(allOrigins, log),
  ];
  const permits = { largeAnswers: createLargeAnswers(), heavyWrites: createHeavyWrites() };
  const context = { db, auth, limiter, ...permits };
  const calls = [onlyMethods('GET', 'POST'), readBody, readCalls(appRouter)];
  app.use('/trpc', speakTrpc, fromOurPages, calls, trpc(context, log));
  app.use(['/api/auth', '/api/account'], fromOurPages);
  app.use('/api/auth', onlyMethods('GET', 'POST'), readBody, authRoutes(auth, allOrigins));
  app.use('/api/account', accountRoutes({ ...context, log }));
  app.use(onlyHosts, health(db, options.isStopping, log));
  app.use(page(options.pageFolder));
  app.use(lastResort(log));
  return app;
}

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

const exposedHeaders = ['X-Request-Id', 'Retry-After', 'set-auth-token'];

function trpc(context: ContextOptions, log: Logger): RequestHandler {
  const options = trpcOptions(context, log);
  const stock = createExpressMiddleware({
    ...options,
    createContext: (given) => ({ ...options.createContext(given), isCountedHere: true }),
  });
  return leanly(options, stock);
}

/** What tRPC's adapters need to know. */
export function trpcOptions(context: ContextOptions, log: Logger): TrpcOptions {
  // An outage is told once a request, not once for each call of a batch.
  const told = new WeakSet<object>();
  return {
    router: appRouter,
    createContext: ({ req, res }) => createContext(context, req, res),
    onError: ({ error, ctx, path, req }) => {
      const answer = toAnswer(error);
      if (answer.code === 'SERVICE_UNAVAILABLE') {
        if (told.has(req)) return;
        told.add(req);
      }
      logFailure(log, error.cause ?? error, answer, { requestId: ctx?.requestId, path });
    },
    responseMeta: ({ errors }) =>
      errors.some((error) => isTransient(toAnswer(error).code))
        ? { headers: { 'retry-after': retryAfter } }
        : {},
  };
}

/** What a GET of a file may ask for in vain. */
const conditions = {
  412: 'The file is not as If-Match or If-Unmodified-Since has it. Ask for it without them.',
  416: 'The file is shorter than the range that was asked for.',
};

/** What Express or its parsers throw, and what nobody foresaw. */
const lastResort =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    if (status === 404) {
      return refuse(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this address.' });
    }
    if (status === 412 || status === 416) {
      return refuse(req, res, { code: 'BAD_REQUEST', message: conditions[status] }, status);
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(req, res, { code: 'BAD_REQUEST', message: 'The request cannot be read.' });
    }
    const answer = toAnswer(error);
    logFailure(log, error, answer, { requestId: req.id });
    refuse(req, res, answer);
  };
