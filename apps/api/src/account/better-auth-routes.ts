// Connects Express to Better Auth, which takes a web `Request` and returns a `Response`.
import { recordOf } from '@tydo/schemas/record';
import { storable } from '@tydo/schemas/text';
import { otherPersonMessage, signUpHeader } from '@tydo/schemas/wire';
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
import { clientIpHeader } from './better-auth-options.ts';

/** @param origins all allowed origins, our own first. */
export function authRoutes(auth: Auth, origins: [string, ...string[]]): RequestHandler {
  const [baseUrl] = origins;
  return async (req, res) => {
    if (!auth.isSignUpOpen) res.set(signUpHeader, 'closed');
    if (await auth.isPersonMismatch(req.headers)) {
      return sendError(req, res, { code: 'UNAUTHORIZED', message: otherPersonMessage });
    }
    if (!isStorable(req.body)) {
      const message = 'The body is not JSON, or has a character that cannot be stored.';
      return sendError(req, res, { code: 'BAD_REQUEST', message });
    }
    const response = await auth.handle(toWebRequest(req, baseUrl), () => res.closed);
    // Better Auth's own 404 is empty, or text for a disabled path.
    if (response.status === 404 && !isJson(response)) {
      return sendError(req, res, {
        code: 'NOT_FOUND',
        message: 'There is nothing at this URL.',
      });
    }
    await send(response, res, origins);
  };
}

function toWebRequest(req: ExpressRequest, baseUrl: string): Request {
  const headers = fromNodeHeaders(req.headers);
  headers.set(clientIpHeader, clientIp(req));
  // Without Origin and cookie it is a program. Node's fetch sends Sec-Fetch-Mode all the same, and Better
  // Auth would then require an Origin.
  if (!headers.has('origin') && !headers.has('cookie')) headers.delete('sec-fetch-mode');
  // Our own origin: links in mails are built from it, and the caller controls the Host header.
  return new Request(`${baseUrl}${req.originalUrl}`, {
    method: req.method,
    headers,
    body: typeof req.body === 'string' ? req.body : null,
  });
}

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') ?? false;

/** @throws Error if the response redirects to a foreign origin. */
async function send(response: Response, res: ExpressResponse, origins: string[]): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const url = isJson(response) ? redirectIn(body) : undefined;
  if (url !== undefined) checkLocation(url, origins);
  res.status(response.status);
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.set(name, value);
  for (const cookie of response.headers.getSetCookie()) res.append('set-cookie', cookie);
  const retryAfter = response.headers.get('x-retry-after');
  if (retryAfter !== null) res.set('Retry-After', retryAfter);
  res.end(body);
}

/** Where the page should go after a sign-in. */
function redirectIn(body: Buffer): unknown {
  if (!body.includes('"url"')) return undefined;
  return recordOf(JSON.parse(body.toString()))['url'] ?? undefined;
}

const Text = z.string().check(storable);

/** Whether a database stores every string of the body unchanged. */
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
