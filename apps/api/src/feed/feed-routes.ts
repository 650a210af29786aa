// `GET /feeds/{secret}/tasks.ics`: a calendar of tasks, for programs that know its address (FACES §5).
import { createHash } from 'node:crypto';
import type { Database } from '@tydo/db';
import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { Auth } from '../account/auth.ts';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { toPublicError } from '../errors/envelope.ts';
import { isKnown } from '../http/etag.ts';
import { allowMethods } from '../http/methods.ts';
import { logFailure, requestIdOf } from '../http/request-log.ts';
import { sendError } from '../http/send-error.ts';
import { type FeedForm, feedText, isFeedForm } from './feed-text.ts';

export interface FeedRoutesOptions {
  db: Database;
  auth: Pick<Auth, 'feedOwner'>;
  limiter: KeyedLimiter;
  log: Logger;
}

const dayMs = 24 * 60 * 60 * 1000;
const feedLimits = { tasks: 5_000, doneDays: 30 } as const;

export function feedRoutes(options: FeedRoutesOptions): Router {
  const router = Router();
  const onlyReads = allowMethods('GET', 'HEAD');
  router.use((req, res, next) =>
    secretIn(req) === undefined ? next() : onlyReads(req, res, next),
  );
  router.use(async (req, res, next) => {
    const secret = secretIn(req);
    if (secret === undefined) return next();
    try {
      await sendFeed(options, secret, req, res);
    } catch (error) {
      const publicError = toPublicError(error);
      logFailure(options.log, error, publicError, { requestId: requestIdOf(req) });
      sendError(req, res, publicError);
    }
  });
  return router;
}

/** As it was sent: secrets have nothing to decode, and what cannot be decoded is no error but unknown. */
const secretIn = ({ originalUrl }: Pick<Request, 'originalUrl'>): string | undefined =>
  /^\/feeds\/([^/?]+)\/tasks\.ics(?:\?|$)/.exec(originalUrl)?.[1];

async function sendFeed(
  { db, auth, limiter }: FeedRoutesOptions,
  secret: string,
  req: Request,
  res: Response,
): Promise<void> {
  const deadline = db.newDeadline();
  const owner = await auth.feedOwner(secret, deadline);
  if (owner === undefined)
    return sendError(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this URL.' });
  const form = formIn(req.query);
  if (form === undefined)
    return sendError(req, res, { code: 'BAD_REQUEST', message: 'Use ?as=todos or ?as=events.' });
  const now = new Date().toISOString();
  const unit = db.unitOfWork(owner, deadline);
  // It takes its turn like any call of that person.
  const text = await limiter(owner, async () => {
    const head = await unit.feed.head();
    const etag = etagOf(head, form, now);
    setHeaders(res, etag);
    if (isKnown(req, etag)) return undefined;
    const doneSince = new Date(Date.parse(now) - feedLimits.doneDays * dayMs).toISOString();
    const limit = feedLimits.tasks;
    return feedText(await unit.feed.tasks({ onlyDue: form === 'events', doneSince, limit }), form);
  });
  if (text === undefined) return void res.status(304).end();
  res.send(text);
}

/** Undefined for another query. */
function formIn(query: Request['query']): FeedForm | undefined {
  const { as = 'todos', ...others } = query;
  return Object.keys(others).length === 0 && isFeedForm(as) ? as : undefined;
}

/** The same until something is written, or the day ends: then tasks leave that were done 30 days ago. */
const etagOf = (head: number, form: FeedForm, now: string): string =>
  `"${createHash('sha256')
    .update(`${head} ${form} ${now.slice(0, 10)}`)
    .digest('base64url')
    .slice(0, 22)}"`;

function setHeaders(res: Response, etag: string): void {
  res.set({
    'Content-Type': 'text/calendar; charset=utf-8',
    'Cache-Control': 'private, max-age=300',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex',
    ETag: etag,
  });
}
