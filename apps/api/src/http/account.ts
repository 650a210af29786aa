// What Better Auth does not have of accounts.

import { newDeadline } from '@tydo/db';
import { type RequestHandler, Router } from 'express';
import type { Auth } from '../auth.ts';
import { refuse } from './refuse.ts';

export function accountRoutes(auth: Auth): RequestHandler {
  const routes = Router();
  routes.get('/reminder', async (req, res) => {
    const { personId, cookies } = await auth.session(req.headers, newDeadline());
    for (const cookie of cookies) res.append('set-cookie', cookie);
    if (personId === null) {
      return refuse(req, res, { code: 'UNAUTHORIZED', message: 'Sign in first.' });
    }
    res.json({ verify: await auth.needsReminder(personId) });
  });
  routes.use((req, res) =>
    refuse(req, res, { code: 'NOT_FOUND', message: 'There is nothing at this address.' }),
  );
  return routes;
}
