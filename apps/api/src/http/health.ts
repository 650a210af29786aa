// What orchestrators ask. `/healthz` touches no database; `/readyz` asks it, at most once a second.
import type { Database } from '@tydo/db';
import { Router } from 'express';
import type { Logger } from 'pino';
import { reasonOf } from '../log.ts';
import { retryAfter } from './refuse.ts';

const freshFor = 1_000;

export function health(db: Database, isStopping: () => boolean, log: Logger): Router {
  let away = false;
  let asked = { at: -Infinity, answer: Promise.resolve(false) };
  const isReady = (): Promise<boolean> => {
    if (Date.now() - asked.at > freshFor) {
      asked = {
        at: Date.now(),
        answer: db.ping().then(
          () => {
            away = false;
            return true;
          },
          (error: unknown) => {
            if (!away) log.warn({ reason: reasonOf(error) }, 'not ready: the database is away');
            away = true;
            return false;
          },
        ),
      };
    }
    return asked.answer;
  };
  return Router()
    .get('/healthz', (_req, res) => {
      res.json({ status: 'ok' });
    })
    .get('/readyz', async (_req, res) => {
      const ready = !isStopping() && (await isReady());
      if (!ready) res.status(503).set('Retry-After', retryAfter);
      res.json({ status: ready ? 'ready' : 'unavailable' });
    });
}
