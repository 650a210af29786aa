// A person with two-step sign-in.
import { bearerOf, signIn } from './account-actions.ts';
import { type Caller, json } from './caller.ts';
import { codesOf } from './totp.ts';

export type Enrolled = Awaited<ReturnType<typeof signUpWithTwoFactor>>;

/** The session is new; `usedCode` was the first one, `code` works once, each of `recoveryCodes` too. */
export async function signUpWithTwoFactor(call: Caller) {
  const person = await call.signUp();
  const { bearer, password } = person;
  const enabled = await call.post('/api/auth/two-factor/enable', { password }, bearer);
  const { totpURI, backupCodes } = Object(await enabled.json());
  const [usedCode, code] = codesOf(totpURI);
  const verified = await call.post('/api/auth/two-factor/verify-totp', { code: usedCode }, bearer);
  const token = decodeURIComponent(verified.headers.get('set-auth-token') ?? '');
  const recoveryCodes: string[] = backupCodes;
  const session = { ...json, authorization: `Bearer ${token}` };
  return { ...person, bearer: session, usedCode, code, recoveryCodes };
}

/** The answer to the password, and how the sign-in goes on. */
export async function challengeOf(call: Caller, person: { email: string; password: string }) {
  const response = await signIn(call, person);
  const { challenge } = Object(await response.clone().json());
  const verify = (kind: 'totp' | 'backup-code', code: unknown) =>
    call.post(`/api/auth/two-factor/verify-${kind}`, { code, challenge });
  return { response, challenge: String(challenge), verify };
}

/** Signs in with both steps. */
export async function signInTwice(call: Caller, person: Enrolled) {
  const { verify } = await challengeOf(call, person);
  return bearerOf(await verify('totp', person.code));
}
