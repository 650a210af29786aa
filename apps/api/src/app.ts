// Express, in the order in which a request meets it: origin, content type, size, session, input,
// task.
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Database } from '@tydo/db';
import { maxBatchSize } from '@tydo/schemas/wire';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { Auth } from './auth.ts';
import { authRoutes } from './http/auth.ts';
import { readBody } from './http/body.ts';
import { readCalls } from './http/calls.ts';
import { health } from './http/health.ts';
import { logRequests } from './http/log.ts';
import { onlyHosts, onlyMethods } from './http/methods.ts';
import { checkOrigin } from './http/origin.ts';
import { page } from './http/page.ts';
import { refuse, retryAfter, speakTrpc } from './http/refuse.ts';
import { appRouter } from './router.ts';
import { createContext } from './trpc/context.ts';
import { toAnswer } from './trpc/errors.ts';

export interface AppOptions {
  db: Database;
  auth: Auth;
  log: Logger;
  /** The origin of our own page, such as https://tydo.example.com. */
  baseUrl: string;
  /** Our own origins. */
  origins: string[];
  /** Others whose pages may call. */
  trustedOrigins: string[];
  /** Whose X-Forwarded-For counts: a number of hops or a list of addresses. Default: nobody's. */
  trustProxy?: number | string[] | undefined;
  /** What `vite build` made. */
  pageFolder: string;
  /** Whether the process has been told to end. */
  isStopping: () => boolean;
}

/** Builds the whole of HTTP; listens nowhere. */
export function createApp(options: AppOptions): Express {
  const { db, auth, log, baseUrl, origins, trustedOrigins } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy ?? false);

  app.use(logRequests(log));
  app.use('/trpc', speakTrpc);
  app.use(onlyHosts);
  app.use(health(db, options.isStopping));
  app.use(
    ['/trpc', '/api/auth'],
    (_req, res, next) => {
      res.set('Cache-Control', 'no-store');
      next();
    },
    cors({ origin: trustedOrigins, credentials: true, exposedHeaders, maxAge: 600 }),
    checkOrigin([...origins, ...trustedOrigins]),
  );
  app.use('/trpc', onlyMethods('GET', 'POST'), readBody, readCalls(appRouter));
  app.use('/trpc', trpc(db, auth, log));
  app.use('/api/auth', onlyMethods('GET', 'POST'), readBody, authRoutes(auth, baseUrl));
  app.use(page(options.pageFolder));
  app.use(lastResort(log));
  return app;
}

const exposedHeaders = ['X-Request-Id', 'Retry-After', 'set-auth-token'];

const trpc = (db: Database, auth: Auth, log: Logger) =>
  createExpressMiddleware({
    router: appRouter,
    maxBatchSize,
    createContext: ({ req, res }) => createContext(db, auth, req, res),
    onError: ({ error, ctx, path }) => {
      const { code } = toAnswer(error);
      const details = { err: error.cause ?? error, requestId: ctx?.requestId, path };
      if (code === 'INTERNAL_SERVER_ERROR') log.error(details, 'a call failed');
      else if (code === 'SERVICE_UNAVAILABLE') log.warn(details, 'the database is away');
    },
    responseMeta: ({ errors }) =>
      errors.some((error) => toAnswer(error).code === 'SERVICE_UNAVAILABLE')
        ? { headers: { 'retry-after': retryAfter } }
        : {},
  });

/** What Express or its parsers throw, and what nobody foresaw. */
const lastResort =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    if (status === 404) {
      return refuse(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this address.' });
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return refuse(req, res, { code: 'BAD_REQUEST', message: 'The request cannot be read.' });
    }
    const answer = toAnswer(error);
    const details = { err: error, requestId: req.id };
    if (answer.code === 'INTERNAL_SERVER_ERROR') log.error(details, 'a request failed');
    else log.warn(details, answer.message);
    refuse(req, res, answer);
  };
