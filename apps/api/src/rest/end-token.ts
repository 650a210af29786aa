// `POST /api/v1/tokens/revoke`: anyone who finds a token may end it.
import { readInput } from '@tydo/schemas/input';
import * as z from 'zod/mini';
import type { Auth } from '../account/auth.ts';
import { clientIp } from '../http/client-ip.ts';
import type { SpecialRoute } from './handler.ts';
import { MalformedInput } from './input.ts';

const Given = z.strictObject({ token: z.string().check(z.maxLength(200)) });

/** Always 204: it does not tell whether there was such a token. */
export const endToken = (auth: Pick<Auth, 'endToken'>): SpecialRoute => ({
  method: 'POST',
  pattern: '/tokens/revoke',
  async handle(req, res, body) {
    const read = readInput(Given, jsonIn(body));
    if ('zodError' in read) throw new MalformedInput('Send { "token": "…" }.', 'token');
    const request = { address: clientIp(req), isDisconnected: () => res.closed };
    await auth.endToken(request, read.data.token);
    res.status(204).end();
  },
});

/** @throws MalformedInput */
function jsonIn(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    throw new MalformedInput('The body is not JSON.');
  }
}
