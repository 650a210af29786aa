// How passwords are kept: argon2id with the library's defaults, which are OWASP's (19 MiB, 2 passes).
// See docs/decisions/0005-argon2.md.
import { AsyncLocalStorage } from 'node:async_hooks';
import { hash, verify } from '@node-rs/argon2';
import { accountLimits } from '@tydo/schemas/account';
import pLimit from 'p-limit';

/** Hashing takes a thread of Node's pool, which has four and is needed for DNS and files too. */
const atOnce = 2;

/** Better Auth's `password` option, and a way to have the slow part done before a transaction. */
export function createPasswords() {
  const limit = pLimit(atOnce);
  const ahead = new AsyncLocalStorage<{ password: string; hashed: string }>();
  return {
    hash: async (password: string): Promise<string> => {
      const known = ahead.getStore();
      return known?.password === password ? known.hashed : limit(() => hash(password));
    },

    verify: (given: { hash: string; password: string }): Promise<boolean> =>
      limit(() => verify(given.hash, given.password)),

    /** Runs `work`, in which hashing this password costs nothing any more. */
    async hashAhead<T>(password: unknown, work: () => Promise<T>): Promise<T> {
      const { minPassword: min, maxPassword: max } = accountLimits;
      if (typeof password !== 'string' || password.length < min || password.length > max) {
        return work();
      }
      const hashed = await limit(() => hash(password));
      return ahead.run({ password, hashed }, work);
    },
  };
}
