// The probes of orchestrators: `/healthz` does not use the database, `/readyz` pings it at most once a second.
import type { Database } from '@tydo/db';
import { Router } from 'express';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import type { Readiness } from './readiness.ts';
import { retryAfter } from './send-error.ts';

const maxAgeMs = 1_000;

export function healthRoutes(db: Database, readiness: Readiness, log: Logger): Router {
  let isAway = false;
  let ping = { at: -Infinity, result: Promise.resolve(false) };
  const isReady = (): Promise<boolean> => {
    if (Date.now() - ping.at > maxAgeMs) {
      ping = {
        at: Date.now(),
        result: db.ping().then(
          () => {
            isAway = false;
            return true;
          },
          (error: unknown) => {
            if (!isAway) log.warn({ reason: reasonOf(error) }, 'not ready: the database is away');
            isAway = true;
            return false;
          },
        ),
      };
    }
    return ping.result;
  };
  return Router()
    .get('/healthz', (_req, res) => {
      res.json({ status: 'ok' });
    })
    .get('/readyz', async (_req, res) => {
      const ready = !readiness.isStopping() && (await isReady());
      readiness.noteProbe(ready);
      if (!ready) res.status(503).set('Retry-After', retryAfter);
      res.json({ status: ready ? 'ready' : 'unavailable' });
    });
}
