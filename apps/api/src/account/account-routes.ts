// Account endpoints beside Better Auth's, under /api/account: the export, the reminder to verify, and whether
// an account was deleted.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, type Database, type ReserveMemory } from '@tydo/db';
import { personHeader } from '@tydo/schemas/wire';
import { type Request, type Response, Router } from 'express';
import type { Logger } from 'pino';
import type { KeyedLimiter } from '../concurrency/keyed-limiter.ts';
import { type AcquirePermit, largeResponseBytes, type Permit } from '../concurrency/semaphores.ts';
import { toPublicError } from '../errors/envelope.ts';
import { disconnectSignal } from '../http/disconnect.ts';
import { allowMethods } from '../http/methods.ts';
import { logFailure, requestIdOf } from '../http/request-log.ts';
import { sendError } from '../http/send-error.ts';
import type { Auth } from './auth.ts';
import { exportJson } from './export.ts';
import { sessionOf } from './session/request-session.ts';
import { unauthorizedError } from './session/session.ts';

export interface AccountRoutesOptions {
  db: Database;
  auth: Auth;
  limiter: KeyedLimiter;
  largeResponses: AcquirePermit;
  log: Logger;
}

export function accountRoutes(options: AccountRoutesOptions): Router {
  const router = Router();
  router.use(allowMethods('GET'));
  router.get('/export', (req, res) => sendExport(options, req, res));
  router.get('/reminder', (req, res) => sendReminder(options, req, res));
  router.get('/closed', (req, res) => sendClosed(options, req, res));
  return router;
}

/** How long an export waits for other large responses. Long, because a partial file is useless. */
const permitTimeoutMs = 150_000;

async function sendReminder(
  { db, auth }: AccountRoutesOptions,
  req: Request,
  res: Response,
): Promise<void> {
  const deadline = db.newDeadline();
  const session = await sessionOf(auth, req, res, deadline);
  const { personId } = session;
  if (personId === null) return sendError(req, res, unauthorizedError(session));
  res.json({ verify: await auth.needsVerificationReminder(personId, deadline) });
}

/**
 * Whether the account that X-Tydo-Person names was deleted: a device then removes what it has of it. Needs no
 * session, since it has ended with the account: the caller knows the random id.
 */
async function sendClosed(
  { db, auth, limiter }: AccountRoutesOptions,
  req: Request,
  res: Response,
): Promise<void> {
  const deadline = db.newDeadline();
  const session = await sessionOf(auth, req, res, deadline);
  const personId = req.get(personHeader);
  if (session.isPersonMismatch || personId === undefined) {
    return sendError(req, res, unauthorizedError(session));
  }
  // One queue for all who have no session.
  const isClosed =
    session.personId === null &&
    (await limiter('/api/account/closed', () => auth.isClosed(personId, deadline)));
  res.json({ closed: isClosed });
}

async function sendExport(
  { db, auth, limiter, largeResponses, log }: AccountRoutesOptions,
  req: Request,
  res: Response,
): Promise<void> {
  const deadline = db.newDeadline();
  const session = await sessionOf(auth, req, res, deadline);
  const { personId } = session;
  const data = personId === null ? null : await auth.personalData(personId, deadline);
  if (personId === null || data === null) {
    return sendError(req, res, unauthorizedError(session));
  }
  const today = new Date().toISOString().slice(0, 10);
  res.set('Content-Type', 'application/json');
  res.set('Content-Disposition', `attachment; filename="tydo-${today}.json"`);
  const signal = disconnectSignal(res);
  // The permit for a large page is held until the next page is read.
  let permit: Permit | undefined;
  const chunks = exportJson(data, (work) => {
    permit?.release();
    permit = undefined;
    return limiter(personId, async (withoutSlot) => {
      const reserveMemory: ReserveMemory = async ({ atMost }) => {
        if (atMost <= largeResponseBytes || permit) return;
        await withoutSlot(async () => {
          permit = await largeResponses(personId, {
            deadline: Date.now() + permitTimeoutMs,
            signal,
          });
        });
      };
      const page = await work(db.unitOfWork(personId, undefined, reserveMemory));
      permit?.releaseSlot();
      return page;
    });
  });
  try {
    await pipeline(Readable.from(chunks), res);
  } catch (error) {
    // `pipeline` has closed the connection, so the client sees that the file is incomplete.
    if (codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return;
    logFailure(log, error, toPublicError(error), { requestId: requestIdOf(req) });
  } finally {
    permit?.release();
  }
}
