// The typed client for programs. Of the API it knows the type and nothing else.

import {
  createTRPCClientProxy,
  type TRPCClient,
  type TRPCRequestOptions,
  type TRPCUntypedClient,
} from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { SessionToken, SignedIn, SignedUp, type SignIn, type SignUp } from '@tydo/schemas/account';
import { recordOf } from '@tydo/schemas/record';
import { newUuid } from '@tydo/schemas/uuid';
import { askAccounts } from './account.ts';
import { TydoError } from './error.ts';
import { abortable, retried } from './patience.ts';
import { createSend } from './send.ts';
import { type Caller, openSession } from './session.ts';

export { asTydoError, type Result, result, TydoError, type TydoErrorCode } from './error.ts';

export interface TydoClientOptions {
  /** The origin of a Tydo server and nothing behind it, such as http://localhost:3000. */
  url: string;
  /** The session token of an earlier sign-in. */
  token?: string;
  /**
   * How long one HTTP request may take, in milliseconds. Default: 10,000; the server gives up after
   * 5,000. A call that is tried again ends within three times this.
   */
  timeout?: number;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** Every call takes it, after its input. */
export interface CallOptions {
  /** Ends the waiting with `ABORTED`; what has been sent may be done all the same. */
  signal?: AbortSignal;
}

export interface TydoClient extends Pick<TRPCClient<AppRouter>, 'task' | 'operation' | 'sync'> {
  /** The session token, to be kept like a password; undefined while nobody is signed in. */
  readonly token: string | undefined;
  /**
   * Makes an account and signs in. Until that has succeeded, the client is whose it was before. So it
   * is where the server sends mail: the account is usable when its address was confirmed (`signedIn`
   * is false until then), and nobody is told whether the e-mail has an account.
   *
   * @throws TydoError CONFLICT when the e-mail has an account.
   */
  signUp: (account: SignUp, options?: CallOptions) => Promise<{ signedIn: boolean }>;
  /**
   * Until it has succeeded, the client is whose it was before.
   *
   * @throws TydoError UNAUTHORIZED when e-mail and password do not belong together, FORBIDDEN when the
   * address must be confirmed first.
   */
  signIn: (account: SignIn, options?: CallOptions) => Promise<void>;
  /** Ends the session on the server; the token is worth nothing afterwards. @throws TydoError */
  signOut: (options?: CallOptions) => Promise<void>;
}

/**
 * A client of one Tydo server, for one person at a time. Opens nothing by itself.
 *
 * Calls that are made in the same turn of the event loop travel together, at most 20 in a request
 * and never queries with mutations. One call may have 256 KiB, a query 4,000 characters of address;
 * a larger one is PAYLOAD_TOO_LARGE without being sent.
 *
 * Calls are tried up to three times more when nobody answers, on SERVICE_UNAVAILABLE and on
 * TOO_MANY_REQUESTS: mutations too, because each carries an `operationId`, under which the server does
 * nothing twice. What has to do with accounts is never tried again.
 *
 * @throws TypeError when `url`, `token` or `timeout` cannot be right. Its calls throw TydoError.
 */
export function createTydoClient(options: TydoClientOptions): TydoClient {
  const { timeout = 10_000 } = options;
  const origin = checked(options);
  const send = createSend(options.fetch ?? fetch, timeout);
  const patience = { patience: 2 * timeout, spread: Math.random() };
  let session = openSession(origin, { token: options.token }, send);

  const call =
    (kind: 'query' | 'mutation') =>
    (path: string, input?: unknown, given: TRPCRequestOptions = {}) => {
      const { calls } = session;
      return abortable(given.signal, (signal) => {
        const sent = kind === 'query' ? input : named(input);
        const once = () => calls[kind](path, sent, { ...given, signal });
        return retried(once, { ...patience, signal });
      });
    };
  const callers = { query: call('query'), mutation: call('mutation') };

  const account = (path: string, body: object, given: CallOptions = {}, caller: Caller = {}) =>
    abortable(given.signal, (signal) =>
      askAccounts(send, `${origin}/api/auth/${path}`, { body, caller, signal }),
    );
  const begin = async (
    path: string,
    body: object,
    expected: typeof SignedIn | typeof SignedUp,
    given?: CallOptions,
  ) => {
    const { data } = expected.safeParse(await account(path, body, given));
    if (data === undefined) {
      throw new TydoError('UNEXPECTED_ANSWER', 'What answers there is no Tydo server.');
    }
    const { token, user } = data;
    if (token === null) return { signedIn: false };
    session = openSession(origin, { token, personId: user?.id }, send);
    return { signedIn: true };
  };

  // All that the proxy asks of tRPC's client, which would put every error into one of its own.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const { task, operation, sync } = createTRPCClientProxy(callers as TRPCUntypedClient<AppRouter>);

  return {
    task,
    operation,
    sync,
    get token() {
      return session.caller.token;
    },
    signUp: (input, given) => begin('sign-up/email', input, SignedUp, given),
    async signIn(input, given) {
      await begin('sign-in/email', input, SignedIn, given);
    },
    async signOut(given) {
      const ending = session;
      await account('sign-out', {}, given, ending.caller);
      if (session === ending) session = openSession(origin, {}, send);
    },
  };
}

/** A mutation's input with a name, under which it may be sent again. */
const named = (input: unknown) => {
  const fields = recordOf(input);
  return { ...fields, operationId: fields['operationId'] ?? newUuid() };
};

/** @returns the origin. Errors do not repeat what was given: there may be a password in it. */
function checked({ url, token, timeout = 1 }: TydoClientOptions): string {
  const { protocol, origin, href } = URL.parse(url) ?? {};
  if (
    !['http:', 'https:'].includes(protocol ?? '') ||
    origin === undefined ||
    href !== `${origin}/`
  ) {
    throw new TypeError(
      'url must be the origin of a Tydo server and nothing more, such as http://localhost:3000.',
    );
  }
  if (token !== undefined && !SessionToken.safeParse(token).success) {
    throw new TypeError('token is no session token: it is blank, or has a space or a line break.');
  }
  if (!(timeout > 0 && timeout < 2 ** 31)) {
    throw new TypeError('timeout must be a number of milliseconds, from 1 to 2,147,483,647.');
  }
  return origin;
}
