// `unit.account`: who the person is.
import type { AccountRead } from '@tydo/schemas/token';
import { Refusal } from '../errors.ts';
import type { ScopeProvider } from '../scope.ts';
import { User } from './user.entity.ts';

export class OwnAccount {
  readonly #read: ScopeProvider['read'];

  constructor({ read }: ScopeProvider) {
    this.#read = read;
  }

  /** @throws Refusal UNAUTHORIZED if the account was deleted in the meantime. */
  get(): Promise<Omit<AccountRead, 'token'>> {
    return this.#read(async ({ em }) => {
      const [user] = await em().find(User, {});
      if (!user) throw new Refusal('UNAUTHORIZED', 'This account was deleted.');
      const { id, name, email, emailVerified } = user;
      return { id, name, email, emailVerified };
    });
  }
}
