// The built page. Hashed files are kept for ever, the page itself is asked for anew each time.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { Router } from 'express';

/** @param folder what `vite build` made. */
export function page(folder: string): Router {
  const index = join(folder, 'index.html');
  const router = Router();
  router.use(['/api', '/trpc'], (_req, res) => {
    res.status(404).json({ code: 'NOT_FOUND', message: 'There is nothing at this address.' });
  });
  router.use(compression());
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }),
  );
  router.use(express.static(folder, { index: false }));
  router.get('/{*path}', (_req, res) => {
    if (existsSync(index)) {
      res.set('Cache-Control', 'no-cache').sendFile(index);
    } else {
      res.status(503).type('text').send('The page is not built. Run: pnpm build\n');
    }
  });
  return router;
}
