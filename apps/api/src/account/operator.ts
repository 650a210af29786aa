// What an operator can do with accounts, from the command line only: no request leads here.
import { randomBytes } from 'node:crypto';
import type { AuthDatabase, ListedPerson } from '@tydo/db/auth-database';
import type { AuthContext } from 'better-auth';
import { linkLifetimeSeconds } from '../mail/mail-templates.ts';
import type { BetterAuthAdapter } from './better-auth-adapter.ts';
import { resetPage } from './plugins/mailed-links.ts';
import { resetLinkPrefix } from './plugins/reset-links.ts';

/** The part of Better Auth that this file uses. */
interface BetterAuth {
  $context: Promise<
    Pick<AuthContext, 'internalAdapter' | 'baseURL'> & { adapter: BetterAuthAdapter }
  >;
}

export interface FoundPerson {
  id: string;
  email: string;
}

export type Operator = ReturnType<typeof createOperator>;

/** All of them throw Refusal SERVICE_UNAVAILABLE when the database is unavailable. */
export function createOperator(auth: BetterAuth, authDatabase: AuthDatabase) {
  const run = <T>(work: () => Promise<T>) => authDatabase.withDeadline(work, Infinity);
  const adapter = async () => (await auth.$context).internalAdapter;
  const signOut = ({ id }: FoundPerson) =>
    run(async () => (await adapter()).deleteUserSessions(id));
  return {
    /** All people, in the order of their addresses. */
    async *people(): AsyncGenerator<ListedPerson, void> {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const from: string = after;
        const page = await run(() => authDatabase.listPeople(from));
        yield* page;
        after = page.at(-1)?.email;
      }
    },

    /** The person with this address; undefined without an account, or after it was deleted. */
    find: (email: string): Promise<FoundPerson | undefined> =>
      run(async () => {
        const user = (await (await adapter()).findUserByEmail(email.trim().toLowerCase()))?.user;
        return user && !(await authDatabase.isAccountClosed(user.id)) ? user : undefined;
      }),

    /** Ends all sessions. API tokens and feeds stay. */
    signOut,

    /** Refuses sign-in, sessions, API tokens and feeds, in every process at once. Nothing is deleted but sessions. */
    async disable(person: FoundPerson): Promise<void> {
      await run(() => authDatabase.setDisabledAt(person.id, new Date()));
      await signOut(person);
    },

    /** Lets the person sign in again; their tokens and feeds work again. */
    enable: ({ id }: FoundPerson): Promise<void> => run(() => authDatabase.setDisabledAt(id, null)),

    /** Takes two-step sign-in off, for a person who has neither their app nor a recovery code. */
    twoFactorOff: ({ id }: FoundPerson): Promise<void> =>
      run(async () => {
        const { internalAdapter, adapter: tables } = await auth.$context;
        await internalAdapter.updateUser(id, { twoFactorEnabled: false });
        await tables.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: id }] });
      }),

    /** A link for a new password, as it is mailed: it works once, for an hour. */
    resetLink: ({ id }: FoundPerson): Promise<string> =>
      run(async () => {
        const { internalAdapter, baseURL } = await auth.$context;
        const token = randomBytes(24).toString('base64url');
        await internalAdapter.createVerificationValue({
          value: id,
          identifier: `${resetLinkPrefix}${token}`,
          expiresAt: new Date(Date.now() + linkLifetimeSeconds * 1_000),
        });
        return `${baseURL}/reset-password/${token}?callbackURL=${encodeURIComponent(resetPage)}`;
      }),

    /**
     * Creates an account without a password, whose address counts as not verified.
     *
     * @throws APIError BAD_REQUEST for a name that cannot be stored.
     */
    create: (email: string, name: string): Promise<FoundPerson> =>
      run(async () =>
        (await adapter()).createUser({ email, name, emailVerified: false }, { method: 'admin' }),
      ),
  };
}
