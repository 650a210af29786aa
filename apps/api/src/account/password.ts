// How passwords are kept: argon2id with the library's defaults, which are OWASP's (19 MiB, 2 passes).
// See docs/decisions/0005-argon2.md, 0013-limits.md and 0017-passwords-are-normalised.md.
import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';
import { accountLimits } from '@tydo/schemas/account';
import pLimit from 'p-limit';

/**
 * Hashing takes a thread of Node's pool, which has four and is needed for DNS and files too, and a
 * processor: one is left to everything else.
 */
const atOnce = availableParallelism() > 2 ? 2 : 1;

/**
 * The password as it is hashed: keyboards write the same letters in several ways (NIST SP 800-63B,
 * 3.1.1.2). Longer ones than an account can have stay as they are, for some take long to normalise.
 */
const normalised = (password: string): string =>
  password.length > accountLimits.maxPassword ? password : password.normalize('NFKC');

/** What a hash costs, in the library's words. */
export type HashCost = Pick<Options, 'memoryCost' | 'timeCost'>;

/** What is known of passwords within one request: it travels beside Better Auth. */
interface Known {
  ahead?: { password: string; hashed: string };
  verified?: string;
}

export type Passwords = ReturnType<typeof createPasswords>;

/** Better Auth's `password` option, and what it cannot tell us of it. @param cost default: OWASP's. */
export function createPasswords(cost: HashCost = {}) {
  const limit = pLimit(atOnce);
  const hashed = (password: string) => limit(() => hash(normalised(password), cost));
  const requests = new AsyncLocalStorage<Known>();
  return {
    hash: async (password: string): Promise<string> => {
      const ahead = requests.getStore()?.ahead;
      return ahead?.password === password ? ahead.hashed : hashed(password);
    },

    verify: async (given: { hash: string; password: string }): Promise<boolean> => {
      const normal = normalised(given.password);
      const isRight = await limit(
        async () =>
          (await verify(given.hash, normal)) ||
          // Until 2026-11-30 passwords were hashed as they were typed.
          (normal !== given.password && (await verify(given.hash, given.password))),
      );
      const request = requests.getStore();
      if (request && isRight) request.verified = given.hash;
      return isRight;
    },

    /** The hash that a password was found to fit, in this request. */
    verified: (): string | undefined => requests.getStore()?.verified,

    /** Runs a request. Hashing `ahead`, if it can be a password, costs nothing in it any more. */
    async during<T>(ahead: unknown, work: () => Promise<T>): Promise<T> {
      const { minPassword: min, maxPassword: max } = accountLimits;
      if (typeof ahead !== 'string' || ahead.length < min || ahead.length > max) {
        return requests.run({}, work);
      }
      const known = { ahead: { password: ahead, hashed: await hashed(ahead) } };
      return requests.run(known, work);
    },
  };
}
