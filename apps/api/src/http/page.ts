// The built page. Hashed files are kept for ever, the page itself is asked for anew each time.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, Router } from 'express';
import { onlyMethods } from './methods.ts';
import { refuse, retryAfter, send } from './refuse.ts';

const nothing: RequestHandler = (req, res) =>
  refuse(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this address.' });

/** @param folder what `vite build` made. */
export function page(folder: string): Router {
  const index = join(folder, 'index.html');
  const router = Router();
  router.use(['/api', '/trpc'], nothing);
  router.use(compression());
  router.use(
    '/assets',
    onlyMethods('GET', 'HEAD'),
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
      // Its redirects have a policy of their own instead of ours.
      redirect: false,
    }),
  );
  router.use(express.static(folder, { index: false, redirect: false }));
  router.get('/{*path}', (_req, res) => {
    if (existsSync(index)) {
      res.set('Cache-Control', 'no-cache').sendFile(index);
    } else {
      send(
        res.status(503).set('Retry-After', retryAfter),
        'text/plain; charset=utf-8',
        'The page is not built. Run npm run build. With npm run dev it is on http://localhost:5173.\n',
      );
    }
  });
  router.use(nothing);
  return router;
}
