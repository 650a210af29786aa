// The Express app. A request passes these checks in order: origin, content type, size, session, input, task.
import type { Database } from '@tydo/db';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { accountRoutes } from './account/account-routes.ts';
import type { Auth } from './account/auth.ts';
import { authRoutes } from './account/better-auth-routes.ts';
import { apiTokenIn } from './account/session/credentials.ts';
import type { KeyedLimiter } from './concurrency/keyed-limiter.ts';
import type { Semaphore } from './concurrency/semaphores.ts';
import { toPublicError } from './errors/envelope.ts';
import { problemPage } from './errors/problem.ts';
import { feedRoutes } from './feed/feed-routes.ts';
import { readBody } from './http/body.ts';
import { healthRoutes } from './http/health.ts';
import { guardLocation } from './http/location.ts';
import { allowMethods, requireHost } from './http/methods.ts';
import { checkOrigin } from './http/origin.ts';
import { pageRoutes } from './http/page.ts';
import type { Readiness } from './http/readiness.ts';
import { logFailure, logRequests } from './http/request-log.ts';
import { sendError, sendText, withProblems, withTrpcErrors } from './http/send-error.ts';
import { createMcpRoute } from './mcp/handler.ts';
import type { Observer } from './observe/observer.ts';
import { apiVersion } from './rest/document.ts';
import { endToken } from './rest/end-token.ts';
import { createRestHandler } from './rest/handler.ts';
import { appRouter } from './router.ts';
import { createTrpcHandler, handlerOptions } from './trpc/handler.ts';
import { parseCalls } from './trpc/parse-calls.ts';
import type { Watches } from './trpc/watches.ts';

export interface AppOptions {
  db: Database;
  auth: Auth;
  log: Logger;
  /** Our own origins, such as https://tydo.example.com; first the one of our page. */
  origins: [string, ...string[]];
  /** Other origins whose pages may call. */
  trustedOrigins: string[];
  /** Proxies whose X-Forwarded-For counts: a number of hops or a list of addresses. Default: none. */
  trustProxy?: number | string[] | undefined;
  /** Limits the concurrent calls of a person. */
  limiter: KeyedLimiter;
  /** Bound the memory of large answers and writes. */
  largeResponses: Semaphore;
  heavyWrites: Semaphore;
  /** The open streams of `sync.watch`. */
  watches: Watches;
  /** How many days operations are kept; null for ever. */
  retentionDays: number | null;
  /** The output of `vite build`. */
  pageFolder: string;
  /** Default: nothing is measured. */
  observer?: Observer | undefined;
  /** What `/readyz` says. */
  readiness: Readiness;
}

/** Builds the app; does not listen. */
export function createApp(options: AppOptions): Express {
  const { db, auth, log, limiter, origins, trustedOrigins, observer } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', options.trustProxy ?? false);
  const allOrigins: [string, ...string[]] = [...origins, ...trustedOrigins];
  guardLocation(app, allOrigins);

  app.use(logRequests(log));
  if (observer) app.use(observer.aroundRequest);
  const corsOptions = { origin: trustedOrigins, credentials: true, exposedHeaders, maxAge: 600 };
  const originChecks = [requireHost, noStore, cors(corsOptions), checkOrigin(allOrigins, log)];
  // OPTIONS is answered by the address, with its methods.
  const restChecks = [
    requireHost,
    noStore,
    cors({ ...corsOptions, preflightContinue: true }),
    checkOrigin(allOrigins, log),
    ignoreCookies,
  ];
  const context = {
    db,
    auth,
    limiter,
    largeResponses: options.largeResponses,
    heavyWrites: options.heavyWrites,
    watches: options.watches,
    retentionDays: options.retentionDays,
    observer,
  };
  const calls = handlerOptions(appRouter, context, log);
  app.use(
    '/trpc',
    withTrpcErrors,
    originChecks,
    allowMethods('GET', 'POST'),
    readBody,
    parseCalls(appRouter),
    createTrpcHandler(calls),
  );
  app.use(
    '/api/v1',
    withProblems,
    restChecks,
    createRestHandler(appRouter, calls, [endToken(auth)]),
  );
  app.use('/mcp', withProblems, restChecks, createMcpRoute(appRouter, calls, apiVersion));
  app.use('/problems', requireHost, allowMethods('GET', 'HEAD'), sendProblemPage);
  app.use(['/api/auth', '/api/account'], originChecks, ignoreApiTokens);
  app.use('/api/auth', allowMethods('GET', 'POST'), readBody, authRoutes(auth, allOrigins));
  app.use('/api/account', accountRoutes({ ...context, log }));
  app.use('/feeds', requireHost, feedRoutes({ ...context, log }));
  app.use(requireHost, healthRoutes(db, options.readiness, log));
  app.use(pageRoutes(options.pageFolder));
  app.use(handleError(log));
  return app;
}

/** An API token is no credential for an account: who sends one is not signed in, whatever the cookie says. */
const ignoreApiTokens: RequestHandler = (req, _res, next) => {
  if (apiTokenIn(req.headers) !== undefined) {
    delete req.headers.authorization;
    delete req.headers.cookie;
  }
  next();
};

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader('Cache-Control', 'no-store');
  next();
};

/** For programs: a page's cookie is no credential there. */
const ignoreCookies: RequestHandler = (req, _res, next) => {
  delete req.headers.cookie;
  next();
};

const sendProblemPage: RequestHandler = (req, res) => {
  const page = problemPage(req.path.slice(1));
  if (page !== undefined) return sendText(res, 'text/plain; charset=utf-8', page);
  sendError(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this URL.' });
};

const exposedHeaders = [
  'X-Request-Id',
  'Retry-After',
  'set-auth-token',
  'ETag',
  'Link',
  'Location',
  'WWW-Authenticate',
];

/** For the conditions and ranges of static files. */
const fileErrorMessages = {
  412: 'The file does not match If-Match or If-Unmodified-Since.',
  416: 'The range is beyond the end of the file.',
};

/** Handles errors of Express and its parsers, and unexpected ones. */
const handleError =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const status = error instanceof Error && 'status' in error ? error.status : undefined;
    if (status === 404) {
      return sendError(req, res, {
        code: 'NOT_FOUND',
        message: 'There is nothing at this URL.',
      });
    }
    if (status === 412 || status === 416) {
      const message = fileErrorMessages[status];
      return sendError(req, res, { code: 'BAD_REQUEST', message }, status);
    }
    if (typeof status === 'number' && status >= 400 && status < 500) {
      return sendError(req, res, { code: 'BAD_REQUEST', message: 'The request cannot be read.' });
    }
    const publicError = toPublicError(error);
    logFailure(log, error, publicError, { requestId: req.id });
    sendError(req, res, publicError);
  };
