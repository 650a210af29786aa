// The mails that Tydo sends. They contain no text that a user entered, such as a name: otherwise a
// stranger could write to any address in Tydo's name. Only the name of a token goes to its own person.
import type { TokenRead } from '@tydo/schemas/token';
import { type Mail, oneLine } from './mailer.ts';

type MailContent = Omit<Mail, 'to'>;

/** How long a mailed link works, in seconds. */
export const linkLifetimeSeconds = 3_600;

const signature = '\n\n--\nTydo\n';
const linkNote = 'The link works once, for one hour.';

/** @param link confirms the address. */
export const verificationMail = (link: string): MailContent => ({
  subject: 'Confirm your email address',
  text: `This email address was used for an account at Tydo.

Confirm that it is yours:

${link}

${linkNote} If this was not you, ignore this email.${signature}`,
});

/** @param link where the new password is chosen. */
export const passwordResetMail = (link: string): MailContent => ({
  subject: 'Reset your password',
  text: `We received a request to reset the password of your Tydo account.

Choose a new password:

${link}

${linkNote} If this was not you, ignore this email. Your password stays as it is.${signature}`,
});

/** To the new address. @param link confirms the change. */
export const newAddressMail = (link: string): MailContent => ({
  subject: 'Confirm your new email address',
  text: `We received a request to use this email address for a Tydo account.

Confirm the change:

${link}

${linkNote} If this was not you, ignore this email. Nothing changes.${signature}`,
});

/** To the current address. @param page the origin of the web page. */
export const addressChangeNoticeMail = (page: string): MailContent => ({
  subject: 'Your email address is about to change',
  text: `We received a request to change the email address of your Tydo account. It changes when the link that we sent to the new address is opened.

If this was not you, reset your password now. This signs out all devices and cancels the change:

${page}/forgot-password${signature}`,
});

/** For a sign-up with an address that already has an account. @param page the origin of the web page. */
export const existingAccountMail = (page: string): MailContent => ({
  subject: 'You already have an account',
  text: `Someone tried to sign up at Tydo with this email address. It already has an account, and nothing was changed.

Sign in: ${page}/sign-in
Forgot your password? ${page}/forgot-password

If this was not you, ignore this email.${signature}`,
});

/** To the person who created a token. @param page the origin of the web page. */
export const tokenMail = (
  { name, scopes, createdAt, expiresAt }: TokenRead,
  page: string,
): MailContent => ({
  subject: 'A new API token for your account',
  text: `An API token was created for your Tydo account.

Name: ${oneLine(name)}
It may: ${scopes.map((scope) => scopeTexts[scope]).join(', ')}
Created: ${createdAt}
Ends: ${expiresAt ?? 'when it is revoked'}

If this was not you, revoke it and change your password:

${page}/account${signature}`,
});

const scopeTexts: Record<TokenRead['scopes'][number], string> = {
  read: 'read your tasks',
  write: 'change your tasks',
  feed: 'show your tasks in a calendar',
};
