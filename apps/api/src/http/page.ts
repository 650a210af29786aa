// Serves the built page. Hashed files may be cached for ever, the page itself and its worker are
// revalidated each time.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import express, { type RequestHandler, type Response, Router } from 'express';
import { allowMethods } from './methods.ts';
import { retryAfter, sendError, sendText } from './send-error.ts';

const notFound: RequestHandler = (req, res) =>
  sendError(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this URL.' });

/** @param folder the output of `vite build`. */
export function pageRoutes(folder: string): Router {
  const sendRevalidated = (res: Response, file: string) =>
    res.set('Cache-Control', 'no-cache').sendFile(file, { root: folder });
  const router = Router();
  router.use(['/api', '/trpc', '/mcp', '/feeds', '/problems'], notFound);
  router.use(compression());
  router.use(
    '/assets',
    allowMethods('GET', 'HEAD'),
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: false,
      // Its redirects would replace our content security policy.
      redirect: false,
    }),
  );
  // Missing, it is a 404 and not the page: browsers keep the worker that they have.
  router.get('/sw.js', (_req, res) => sendRevalidated(res, 'sw.js'));
  router.use(express.static(folder, { index: false, redirect: false }));
  router.get('/{*path}', (_req, res) => {
    if (existsSync(join(folder, 'index.html'))) {
      sendRevalidated(res, 'index.html');
    } else {
      sendText(
        res.status(503).set('Retry-After', retryAfter),
        'text/plain; charset=utf-8',
        'The page is not built. Run npm run build. With npm run dev it is on http://localhost:5173.\n',
      );
    }
  });
  router.use(notFound);
  return router;
}
