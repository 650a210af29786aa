// The operator's commands. Each is a line in the log, with the id of the person it was about.
import { isUniqueViolation } from '@tydo/db';
import { PersonName, SignUp } from '@tydo/schemas/account';
import type { Logger } from 'pino';
import * as z from 'zod/mini';
import type { Operator } from '../account/operator.ts';

/** What a command prints, on standard output or standard error, and its exit code. */
export interface Outcome {
  text: string;
  exit: number;
}

/** As the command `tydo` has them. */
const exits = { done: 0, usage: 2, notFound: 3, conflict: 4 } as const;

const usage = `Use one of:
  npm run admin -- people                  lists all accounts
  npm run admin -- create EMAIL NAME       makes an account, and prints a link to choose its password
  npm run admin -- disable EMAIL           ends its sessions; refuses sign-in, API tokens and feeds
  npm run admin -- enable EMAIL            undoes that
  npm run admin -- reset-link EMAIL        prints a link to choose a new password
  npm run admin -- sign-out EMAIL          ends its sessions
  npm run admin -- two-factor-off EMAIL    takes two-step sign-in off`;

type Person = NonNullable<Awaited<ReturnType<Operator['find']>>>;

/** Commands about one existing account. Each returns what it prints. */
const aboutPerson: Record<string, (operator: Operator, person: Person) => Promise<string>> = {
  async disable(operator, person) {
    await operator.disable(person);
    return `${person.email} is disabled: signed out, and refused from now on. Nothing else was deleted.`;
  },
  async enable(operator, person) {
    await operator.enable(person);
    return `${person.email} is enabled, and can sign in.`;
  },
  'reset-link': (operator, person) => operator.resetLink(person),
  async 'sign-out'(operator, person) {
    await operator.signOut(person);
    return `${person.email} is signed out everywhere. API tokens and feeds still work.`;
  },
  async 'two-factor-off'(operator, person) {
    await operator.twoFactorOff(person);
    return `Two-step sign-in of ${person.email} is off: the password is enough, until they turn it on again.`;
  },
};

/**
 * Runs a command.
 *
 * @param args the name of the command and what follows.
 * @throws Refusal SERVICE_UNAVAILABLE when the database is unavailable.
 */
export async function runCommand(
  operator: Operator,
  log: Logger,
  args: readonly string[],
): Promise<Outcome> {
  const [command = '', email, ...rest] = args;
  const note = (details: object) => log.info({ command, ...details }, 'operator command');
  if (command === 'people' && email === undefined) {
    note({});
    return { text: await listOf(operator), exit: exits.done };
  }
  if (command === 'create' && email !== undefined && rest.length > 0) {
    return create(operator, note, { email, name: rest.join(' ') });
  }
  const run = Object.hasOwn(aboutPerson, command) ? aboutPerson[command] : undefined;
  if (!run || email === undefined || rest.length > 0) return { text: usage, exit: exits.usage };
  const person = await operator.find(email);
  if (!person) {
    note({ refused: 'there is no such account' });
    return { text: `There is no account with the address ${email}.`, exit: exits.notFound };
  }
  const text = await run(operator, person);
  note({ person: person.id });
  return { text, exit: exits.done };
}

async function listOf(operator: Operator): Promise<string> {
  const lines: string[] = [];
  for await (const { email, name, createdAt, isDisabled } of operator.people()) {
    const state = isDisabled ? 'disabled' : 'enabled ';
    lines.push(`${createdAt.toISOString().slice(0, 10)}  ${state}  ${email}  ${name}`);
  }
  return lines.length > 0 ? lines.join('\n') : 'There are no accounts.';
}

const NewAccount = z.strictObject({ name: PersonName, email: SignUp.shape.email });

async function create(
  operator: Operator,
  note: (details: object) => void,
  given: z.input<typeof NewAccount>,
): Promise<Outcome> {
  const { data, error } = NewAccount.safeParse(given);
  if (!data) return { text: error.issues[0]?.message ?? usage, exit: exits.usage };
  try {
    const person = await operator.create(data.email, data.name);
    const link = await operator.resetLink(person);
    note({ person: person.id });
    return { text: link, exit: exits.done };
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    note({ refused: 'the address is taken' });
    return { text: `There is already an account with this address.`, exit: exits.conflict };
  }
}
