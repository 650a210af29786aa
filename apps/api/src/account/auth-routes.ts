// Express's request to the web's Request for Better Auth, and its Response back.
import { recordOf } from '@tydo/schemas/record';
import { storable } from '@tydo/schemas/text';
import { otherPersonMessage } from '@tydo/schemas/wire';
import { fromNodeHeaders } from 'better-auth/node';
import type {
  Request as ExpressRequest,
  Response as ExpressResponse,
  RequestHandler,
} from 'express';
import * as z from 'zod/mini';
import { clientIp } from '../http/client-ip.ts';
import { checkLocation } from '../http/location.ts';
import { sendError } from '../http/send-error.ts';
import type { Auth } from './auth.ts';
import { addressHeader } from './better-auth.ts';

/** @param origins of all pages that may call, that of our own first. */
export function authRoutes(auth: Auth, origins: [string, ...string[]]): RequestHandler {
  const [baseUrl] = origins;
  return async (req, res) => {
    if (await auth.isPersonMismatch(req.headers)) {
      return sendError(req, res, { code: 'UNAUTHORIZED', message: otherPersonMessage });
    }
    if (!isStorable(req.body)) {
      const message = 'The body is no JSON, or has a character that cannot be stored.';
      return sendError(req, res, { code: 'BAD_REQUEST', message });
    }
    const answer = await auth.handle(toWebRequest(req, baseUrl), () => res.closed);
    // Better Auth says nothing where it has nothing, or some text where that is disabled.
    if (answer.status === 404 && !isJson(answer)) {
      return sendError(req, res, {
        code: 'NOT_FOUND',
        message: 'There is nothing at this address.',
      });
    }
    await send(answer, res, origins);
  };
}

function toWebRequest(req: ExpressRequest, baseUrl: string): Request {
  const headers = fromNodeHeaders(req.headers);
  headers.set(addressHeader, clientIp(req));
  // No Origin and no cookie: no browser, by our own check. Node's fetch sends Sec-Fetch-Mode all the
  // same, for which Better Auth would want an Origin.
  if (!headers.has('origin') && !headers.has('cookie')) headers.delete('sec-fetch-mode');
  // Our origin, not the Host header: that is the caller's, and links in mails are made from it.
  return new Request(`${baseUrl}${req.originalUrl}`, {
    method: req.method,
    headers,
    body: typeof req.body === 'string' ? req.body : null,
  });
}

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') ?? false;

/** @throws Error where the answer would lead its reader to another origin. */
async function send(answer: Response, res: ExpressResponse, origins: string[]): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  const url = isJson(answer) ? urlIn(body) : undefined;
  if (url !== undefined) checkLocation(url, origins);
  res.status(answer.status);
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') res.set(name, value);
  for (const cookie of answer.headers.getSetCookie()) res.append('set-cookie', cookie);
  const wait = answer.headers.get('x-retry-after');
  if (wait !== null) res.set('Retry-After', wait);
  res.end(body);
}

/** Where the page of somebody who has signed in should go on. */
function urlIn(body: Buffer): unknown {
  if (!body.includes('"url"')) return undefined;
  return recordOf(JSON.parse(body.toString()))['url'] ?? undefined;
}

const Text = z.string().check(storable);

/** Whether no text in the body would be refused or changed by a database. */
function isStorable(body: unknown): boolean {
  if (typeof body !== 'string') return true;
  let storableOnly = true;
  try {
    JSON.parse(body, (name, value: unknown) => {
      const texts = typeof value === 'string' ? [name, value] : [name];
      storableOnly &&= texts.every((text) => Text.safeParse(text).success);
      return value;
    });
  } catch {
    return false;
  }
  return storableOnly;
}
