// Hashes passwords: argon2id with the library's defaults, which are OWASP's (19 MiB, 2 passes).
// See docs/decisions/0005-argon2.md, 0013-limits.md and 0017-passwords-are-normalised.md.
import { AsyncLocalStorage } from 'node:async_hooks';
import { availableParallelism } from 'node:os';
import { hash, type Options, verify } from '@node-rs/argon2';
import { accountLimits } from '@tydo/schemas/account';
import pLimit from 'p-limit';

/**
 * A hash occupies a processor and one of the four threads of Node's pool, which DNS and files need too. At
 * least one processor stays free.
 */
const maxConcurrentHashes = availableParallelism() > 2 ? 2 : 1;

/**
 * Keyboards encode the same letters in different ways (NIST SP 800-63B, 3.1.1.2). A password above the
 * length limit is not normalized, because that can take long.
 */
const normalize = (password: string): string =>
  password.length > accountLimits.maxPassword ? password : password.normalize('NFKC');

/** argon2's cost parameters. */
export type HashCost = Pick<Options, 'memoryCost' | 'timeCost'>;

/** State of one request, which Better Auth does not pass on. */
interface RequestState {
  prehashed?: { password: string; hashed: string };
  verifiedHash?: string;
}

export type Passwords = ReturnType<typeof createPasswords>;

/** Better Auth's `password` option, with the state of each request. @param cost default: OWASP's. */
export function createPasswords(cost: HashCost = {}) {
  const limit = pLimit(maxConcurrentHashes);
  const hashPassword = (password: string) => limit(() => hash(normalize(password), cost));
  const requests = new AsyncLocalStorage<RequestState>();
  return {
    hash: async (password: string): Promise<string> => {
      const prehashed = requests.getStore()?.prehashed;
      return prehashed?.password === password ? prehashed.hashed : hashPassword(password);
    },

    verify: async (given: { hash: string; password: string }): Promise<boolean> => {
      const normalized = normalize(given.password);
      const isCorrect = await limit(
        async () =>
          (await verify(given.hash, normalized)) ||
          // Until 2026-11-30 passwords were hashed without normalization.
          (normalized !== given.password && (await verify(given.hash, given.password))),
      );
      const request = requests.getStore();
      if (request && isCorrect) request.verifiedHash = given.hash;
      return isCorrect;
    },

    /** The hash that a password was verified against in this request. */
    verifiedHash: (): string | undefined => requests.getStore()?.verifiedHash,

    /** For the second step of a sign-in: the hash that its password was verified against. */
    setVerifiedHash: (verifiedHash: string): void => {
      const request = requests.getStore();
      if (request) request.verifiedHash = verifiedHash;
    },

    /** Runs a request. If `passwordToHash` is a valid password, it is hashed before `work` starts. */
    async runRequest<T>(passwordToHash: unknown, work: () => Promise<T>): Promise<T> {
      const { minPassword: min, maxPassword: max } = accountLimits;
      if (
        typeof passwordToHash !== 'string' ||
        passwordToHash.length < min ||
        passwordToHash.length > max
      ) {
        return requests.run({}, work);
      }
      const hashed = await hashPassword(passwordToHash);
      return requests.run({ prehashed: { password: passwordToHash, hashed } }, work);
    },
  };
}
