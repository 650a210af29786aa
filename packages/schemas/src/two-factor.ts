// Two-step sign-in, and what asks for a code.
import * as z from 'zod/mini';
import { OwnPassword } from './account.ts';

const code = z.string().check(z.trim(), z.minLength(1, 'Enter the code.'));

/** Deleting an account needs its password; with two-step sign-in a code, too. */
export const DeleteAccount = z.strictObject({ password: OwnPassword, code: z.optional(code) });

/** Turning two-step sign-in on needs the password. */
export const TurnOnTwoFactor = z.strictObject({ password: OwnPassword });

/** A code of the authenticator app, or a recovery code. */
export const TwoFactorCode = z.strictObject({ code });

/** New recovery codes, and turning two-step sign-in off, need both. */
export const ChangeTwoFactor = z.strictObject({ password: OwnPassword, code });

/** Better Auth's answer when two-step sign-in is set up. */
export const TwoFactorSetUp = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
export type TwoFactorSetUp = z.output<typeof TwoFactorSetUp>;

/** Its answer with new recovery codes. */
export const RecoveryCodes = z.object({ backupCodes: z.array(z.string()) });

/** Its answer to the password of an account with two-step sign-in: `challenge` is sent with the code. */
export const SignInChallenge = z.object({
  twoFactorRedirect: z.literal(true),
  challenge: z.optional(z.string()),
});
