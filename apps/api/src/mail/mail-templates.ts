// What our mails say. Nobody's words but ours: a name that a stranger chose would be his to write.
import type { Mail } from './mailer.ts';

type Letter = Omit<Mail, 'to'>;

/** How long each mailed link works, in seconds. */
export const linkLifetimeSeconds = 3_600;

const end = '\n\n--\nTydo\n';
const once = 'The link works once, for an hour.';

/** @param link what proves that the address is theirs. */
export const verificationMail = (link: string): Letter => ({
  subject: 'Confirm your e-mail address',
  text: `Somebody, probably you, has an account at Tydo with this e-mail address.

Confirm that the address is yours:

${link}

${once} If it was not you, do not open it.${end}`,
});

/** @param link where the new password is chosen. */
export const passwordResetMail = (link: string): Letter => ({
  subject: 'Choose a new password',
  text: `Somebody, probably you, has asked for a new password for your account at Tydo.

Choose it here:

${link}

${once} If it was not you, do nothing: your password stays as it is.${end}`,
});

/** To the new address. @param link what makes it the account's. */
export const newAddressMail = (link: string): Letter => ({
  subject: 'Confirm your new e-mail address',
  text: `Somebody, probably you, wants to use this e-mail address for an account at Tydo.

Confirm that the address is yours, and the account has it from then on:

${link}

${once} If it was not you, do not open it: nothing changes.${end}`,
});

/** To the address that the account has had. @param page our own page's address. */
export const addressChangeNoticeMail = (page: string): Letter => ({
  subject: 'Your e-mail address is about to change',
  text: `Somebody, probably you, has asked to give your account at Tydo another e-mail address. It changes when the link is opened that was sent there.

If it was not you, choose a new password now. That ends all sessions, and the link does not work any more:

${page}/forgot-password${end}`,
});

/** Where somebody signs up with an address that has an account. @param page our own page's address. */
export const existingAccountMail = (page: string): Letter => ({
  subject: 'You have an account already',
  text: `Somebody, probably you, wanted to sign up at Tydo with this e-mail address. There is an account with it already, and nothing was changed.

Sign in: ${page}/sign-in
If you do not know the password any more: ${page}/forgot-password

If it was not you, do nothing.${end}`,
});
