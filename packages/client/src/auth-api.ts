// The endpoints of Better Auth: signing up, in and out.
import { AccountRefusal } from '@tydo/schemas/account';
import { errorCodeOf } from '@tydo/schemas/error';
import { SignInChallenge } from '@tydo/schemas/two-factor';
import { retryAfterSeconds, TydoError, unexpectedResponse } from './error.ts';
import { type FetchJson, type JsonResponse, toJson } from './fetch-json.ts';
import { type Caller, headersOf } from './session.ts';

/** @returns the body of the response. @throws TydoError */
export async function postToAuth(
  fetchJson: FetchJson,
  url: string,
  { body, caller, signal }: { body: object; caller: Caller; signal: AbortSignal },
): Promise<unknown> {
  const response = await fetchJson(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headersOf(caller) },
    body: toJson(body),
    signal,
  });
  const json = await response.json();
  if (!response.ok) throw toTydoError(response, json);
  return json;
}

/**
 * Goes on with a sign-in whose account has two-step sign-in.
 *
 * @param answer to the password.
 * @param code of the authenticator app, or a recovery code.
 * @returns the answer to the code; without two-step sign-in `answer`.
 * @throws TydoError UNAUTHORIZED with `needsCode` where there is none.
 */
export async function withSecondStep(
  answer: unknown,
  code: string | undefined,
  post: (path: string, body: object) => Promise<unknown>,
): Promise<unknown> {
  const { data: waiting } = SignInChallenge.safeParse(answer);
  if (!waiting) return answer;
  if (code === undefined) {
    const message = 'This account has two-step sign-in: sign in with a code of the app, too.';
    throw new TydoError('UNAUTHORIZED', message, { needsCode: true });
  }
  // An app shows six digits, often in groups.
  const kind = /^\d{6}$/.test(code.replaceAll(/\s/g, '')) ? 'totp' : 'backup-code';
  return post(`two-factor/verify-${kind}`, { code, challenge: waiting.challenge });
}

/** An error of Better Auth in the form of all others. */
function toTydoError(response: JsonResponse, json: unknown): TydoError {
  const { data: refusal } = AccountRefusal.safeParse(json);
  const isTaken = refusal?.code.startsWith('USER_ALREADY_EXISTS');
  const code = isTaken ? 'CONFLICT' : errorCodeOf(response.status);
  if (refusal === undefined || code === undefined) return unexpectedResponse(response);
  const requestId = response.headers.get('x-request-id');
  const data = { code, httpStatus: response.status, ...(requestId !== null && { requestId }) };
  const retryAfter = retryAfterSeconds(response.headers);
  return new TydoError(code, refusal.message, { data, retryAfter });
}
