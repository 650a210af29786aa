// What cannot be undone, and what protects the account, asks for the password again; with two-step sign-in for a
// code, too. Where neither is here, Better Auth's endpoint asks for the password itself, or there is no need.
import { recordOf } from '@tydo/schemas/record';
import { APIError } from 'better-auth/api';
import type { CodeLimit } from './code-limit.ts';
import type { UsedCodes } from './used-codes.ts';

/** The part of Better Auth that this file uses. */
interface BetterAuth {
  api: {
    getSession: (given: {
      headers: Headers;
      query: { disableRefresh: true };
    }) => Promise<{ session: { createdAt: Date }; user: { id: string } } | null>;
    verifyPassword: (given: { headers: Headers; body: { password: string } }) => Promise<unknown>;
    verifyTOTP: (given: { headers: Headers; body: { code: string } }) => Promise<unknown>;
    verifyBackupCode: (given: { headers: Headers; body: { code: string } }) => Promise<unknown>;
  };
}

/** Within this time after a sign-in, a change of address needs no password: the person has just entered it. */
const freshMs = 60 * 60_000;
const changeEmail = '/change-email';
/** By path: whether a code is asked for too. New recovery codes could otherwise replace the code. */
const paths = new Map([
  [changeEmail, { needsCode: false }],
  ['/delete-user', { needsCode: true }],
  ['/two-factor/disable', { needsCode: true }],
  ['/two-factor/generate-backup-codes', { needsCode: true }],
]);

export const createAskAgain = (
  { api }: BetterAuth,
  usedCodes: UsedCodes,
  limitCodes: CodeLimit,
) => {
  async function verifyCode(headers: Headers, personId: string, sent: unknown): Promise<void> {
    const code = typeof sent === 'string' ? sent.replaceAll(/\s/g, '').toLowerCase() : '';
    if (code === '') throw refusal('CODE_REQUIRED', 'Enter a code of your authenticator app.');
    const isOfApp = /^\d{6}$/.test(code);
    await limitCodes(personId, async () => {
      await (isOfApp ? api.verifyTOTP : api.verifyBackupCode)({ headers, body: { code } });
      if (isOfApp) await usedCodes.use(personId, code);
    });
  }

  async function check(path: string, headers: Headers, body: Record<string, unknown>) {
    const rule = paths.get(path);
    if (!rule) return;
    const { password, code } = body;
    const noPassword = refusal('PASSWORD_REQUIRED', 'Enter your password.');
    if (path !== changeEmail && !isGiven(password)) throw noPassword;
    // Without a session Better Auth refuses.
    const session = await api.getSession({ headers, query: { disableRefresh: true } });
    if (!session) return;
    if (!isGiven(password)) {
      if (password === undefined && isFresh(session.session)) return;
      throw noPassword;
    }
    const needsCode = rule.needsCode && recordOf(session.user)['twoFactorEnabled'] === true;
    // The password first: a right code can be used only once.
    if (needsCode || path === changeEmail) {
      await api.verifyPassword({ headers, body: { password } });
    }
    if (needsCode) await verifyCode(headers, session.user.id, code);
  }

  /**
   * Checks a POST of Better Auth.
   *
   * @returns the response if it is refused. Never 401: the session goes on.
   * @throws what is no refusal of Better Auth.
   */
  return async (
    path: string,
    headers: Headers,
    body: Record<string, unknown>,
  ): Promise<Response | undefined> => {
    try {
      await check(path, headers, body);
      return undefined;
    } catch (error) {
      if (!(error instanceof APIError) || error.statusCode >= 500) throw error;
      const { code, message } = recordOf(error.body);
      const status = error.statusCode === 401 ? 400 : error.statusCode;
      return Response.json({ code, message }, { status });
    }
  };
};

const isGiven = (password: unknown): password is string =>
  typeof password === 'string' && password !== '';

const isFresh = ({ createdAt }: { createdAt: Date }): boolean =>
  Date.now() - createdAt.getTime() < freshMs;

const refusal = (code: string, message: string) => new APIError('BAD_REQUEST', { code, message });
