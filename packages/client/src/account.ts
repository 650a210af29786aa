// Sign-in and the like, as Better Auth answers them.
import { AccountRefusal } from '@tydo/schemas/account';
import { errorCodeOf } from '@tydo/schemas/error';
import { foreign, secondsToWait, TydoError } from './error.ts';
import { type Answer, type Send, toJson } from './send.ts';
import { type Caller, headersOf } from './session.ts';

/** @returns what was answered. @throws TydoError */
export async function askAccounts(
  send: Send,
  url: string,
  { body, caller, signal }: { body: object; caller: Caller; signal: AbortSignal },
): Promise<unknown> {
  const answer = await send(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(caller) },
    body: toJson(body),
    signal,
  });
  const said = await answer.json();
  if (!answer.ok) throw refused(answer, said);
  return said;
}

/** Better Auth's refusals in the form of the others. */
function refused(answer: Answer, said: unknown): TydoError {
  const { data: refusal } = AccountRefusal.safeParse(said);
  const taken = refusal?.code.startsWith('USER_ALREADY_EXISTS');
  const code = taken ? 'CONFLICT' : errorCodeOf(answer.status);
  if (refusal === undefined || code === undefined) return foreign(answer);
  const requestId = answer.headers.get('x-request-id');
  const data = { code, httpStatus: answer.status, ...(requestId !== null && { requestId }) };
  return new TydoError(code, refusal.message, { data, retryAfter: secondsToWait(answer.headers) });
}
