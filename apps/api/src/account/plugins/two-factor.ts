// Two-step sign-in: Better Auth's plugin, with the codes of an authenticator app (TOTP) and recovery codes. See
// docs/decisions/0029-two-step-sign-in.md.
import { randomInt } from 'node:crypto';
import { twoFactor } from 'better-auth/plugins/two-factor';

/** Codes by mail are off: a mailbox can reset the password too. A secret is shown once, when it is made. */
export const disabledTwoFactorPaths = [
  '/two-factor/send-otp',
  '/two-factor/verify-otp',
  '/two-factor/get-totp-uri',
];

/** The second step of a sign-in; with a session, the first code of an app that was just set up. */
export const totpPath = '/two-factor/verify-totp';
export const recoveryCodePath = '/two-factor/verify-backup-code';

/** Whether this is the path of the second step of a sign-in. */
export const isSecondStep = (path: string | undefined): boolean =>
  path === totpPath || path === recoveryCodePath;

/** Whether this path creates a session in place of the one of its request, if there is one. */
export const replacesSession = (path: string | undefined): boolean =>
  path === totpPath || path === '/two-factor/disable';

/** The cookie that names a sign-in which waits for its code. */
export const challengeCookie = 'two_factor';
/** The prefix of the identifier of a sign-in that waits for its code, in Better Auth's table. */
export const challengePrefix = '2fa-';

/** Without those that look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten recovery codes of 49 random bits. */
const newRecoveryCodes = (): string[] =>
  Array.from({ length: 10 }, () => {
    const code = Array.from({ length: 10 }, () => letters[randomInt(letters.length)]).join('');
    return `${code.slice(0, 5)}-${code.slice(5)}`;
  });

/** In snake case, like those of `columns.ts`. */
const twoFactorColumns = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factor',
    fields: {
      backupCodes: 'backup_codes',
      userId: 'user_id',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
};

const plugin = twoFactor({
  // It reads whether an account is locked before it counts, so concurrent guesses pass it: see rate-limits.ts.
  accountLockout: { enabled: false },
  schema: twoFactorColumns,
  backupCodeOptions: { customBackupCodesGenerate: newRecoveryCodes },
});

const { fields } = plugin.schema.twoFactor;

export const twoStepSignIn = {
  ...plugin,
  schema: {
    ...plugin.schema,
    twoFactor: {
      ...plugin.schema.twoFactor,
      fields: {
        ...fields,
        // Nothing looks for a secret.
        secret: { ...fields.secret, index: false },
        // Two requests at once would otherwise leave two secrets, of which a sign-in could read the wrong one.
        userId: { ...fields.userId, index: false, unique: true },
      },
    },
  },
};
