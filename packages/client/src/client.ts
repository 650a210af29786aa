// The typed client for programs. It imports the type of the API and nothing else of it.

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
import { postToAuth, withSecondStep } from './auth-api.ts';
import { asTydoError, TydoError } from './error.ts';
import { createFetchJson } from './fetch-json.ts';
import { abortable, withRetries } from './retry-policy.ts';
import { type Caller, openSession } from './session.ts';

export { asTydoError, type Result, result, TydoError, type TydoErrorCode } from './error.ts';
export { eachItem } from './pages.ts';

export interface TydoClientOptions {
  /** The origin of a Tydo server, without a path, such as http://localhost:3000. */
  url: string;
  /** An API token, or the session token of an earlier sign-in. */
  token?: string;
  /**
   * The time-out of one HTTP request, in milliseconds. Default: 10,000; the server's own is 5,000. A
   * call with its retries ends within three times this.
   */
  timeout?: number;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

/** The second argument of every call. */
export interface CallOptions {
  /** Rejects the call with `ABORTED`; the server may do all the same what was sent. */
  signal?: AbortSignal;
}

export interface TydoClient
  extends Pick<
    TRPCClient<AppRouter>,
    | 'task'
    | 'list'
    | 'section'
    | 'label'
    | 'filter'
    | 'settings'
    | 'import'
    | 'operation'
    | 'account'
  > {
  /** Calls for a device that keeps all rows. `sync.watch` is a stream: read it with an EventSource. */
  readonly sync: Omit<TRPCClient<AppRouter>['sync'], 'watch'>;
  /** API tokens. A session may call them, no token may. */
  readonly tokens: TRPCClient<AppRouter>['token'];
  /** The session token, to be kept like a password; undefined while signed out. */
  readonly token: string | undefined;
  /**
   * Makes an account and signs in; the client keeps its session until that has succeeded. A server that
   * sends mail does not sign in (`signedIn` is false) until the address is confirmed, and does not tell
   * whether the address has an account already.
   *
   * @throws TydoError CONFLICT when the e-mail has an account.
   */
  signUp: (account: SignUp, options?: CallOptions) => Promise<{ signedIn: boolean }>;
  /**
   * Signs in; the client keeps its session until that has succeeded.
   *
   * @param account with two-step sign-in, `code` is one of the authenticator app, or a recovery code.
   * @throws TydoError UNAUTHORIZED when e-mail, password or code is wrong, with `needsCode` when a code is
   * missing; FORBIDDEN when the address must be confirmed first.
   */
  signIn: (account: SignIn & { code?: string }, options?: CallOptions) => Promise<void>;
  /** Ends the session on the server; its token is invalid afterwards. @throws TydoError */
  signOut: (options?: CallOptions) => Promise<void>;
}

/**
 * A client of one Tydo server, for one user at a time. It keeps no connection or timer of its own.
 *
 * Calls that are made in the same turn of the event loop are sent in one request: at most 20, and never
 * queries with mutations. A call may have 256 KiB, a query an address of 4,000 characters; a larger one
 * is PAYLOAD_TOO_LARGE and is not sent.
 *
 * A call is retried up to three times on NO_ANSWER, TIMEOUT, SERVICE_UNAVAILABLE and TOO_MANY_REQUESTS:
 * mutations too, because each has an `operationId`, under which the server does nothing twice. Sign-up,
 * sign-in, sign-out and the mutations of `tokens` are never retried.
 *
 * @throws TypeError when `url`, `token` or `timeout` is invalid. Its calls throw TydoError.
 */
export function createTydoClient(options: TydoClientOptions): TydoClient {
  const { timeout: requestTimeoutMs = 10_000 } = options;
  const origin = validOrigin(options);
  const fetchJson = createFetchJson(options.fetch ?? fetch, requestTimeoutMs);
  const retryPolicy = { retryWindowMs: 2 * requestTimeoutMs, jitter: Math.random() };
  let session = openSession(origin, { token: options.token }, fetchJson);

  const call =
    (type: 'query' | 'mutation') =>
    (procedure: string, input?: unknown, callOptions: TRPCRequestOptions = {}) => {
      const { calls } = session;
      const request = abortable(callOptions.signal, (signal) => {
        // The mutations of tokens are in no journal, so that a repeat could do something twice.
        const isRepeatable = type === 'query' || !procedure.startsWith('token.');
        const isIdentified = type === 'mutation' && isRepeatable && procedure !== 'sync.push';
        const sent = isIdentified ? withOperationId(input) : input;
        const once = () => calls[type](procedure, sent, { ...callOptions, signal });
        return isRepeatable ? withRetries(once, { ...retryPolicy, signal }) : once();
      });
      return request.catch((caught) => Promise.reject(asTydoError(caught).with({ procedure })));
    };
  const callers = { query: call('query'), mutation: call('mutation') };

  const post = (path: string, body: object, { signal }: CallOptions = {}, caller: Caller = {}) =>
    abortable(signal, (innerSignal) =>
      postToAuth(fetchJson, `${origin}/api/auth/${path}`, { body, caller, signal: innerSignal }),
    );
  const startSession = (answer: unknown, expected: typeof SignedIn | typeof SignedUp) => {
    const { data } = expected.safeParse(answer);
    if (data === undefined) {
      throw new TydoError('UNEXPECTED_ANSWER', 'The answer is not from a Tydo server.');
    }
    const { token, user } = data;
    if (token === null) return { signedIn: false };
    session = openSession(origin, { token, personId: user?.id }, fetchJson);
    return { signedIn: true };
  };

  // The proxy needs these two methods only. tRPC's own client would wrap every error.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const untypedClient = callers as TRPCUntypedClient<AppRouter>;
  const {
    task,
    list,
    section,
    label,
    filter,
    settings,
    import: importRows,
    operation,
    sync,
    token,
    account,
  } = createTRPCClientProxy(untypedClient);

  return {
    task,
    list,
    section,
    label,
    filter,
    settings,
    import: importRows,
    operation,
    sync,
    tokens: token,
    account,
    get token() {
      return session.caller.token;
    },
    signUp: async (input, callOptions) =>
      startSession(await post('sign-up/email', input, callOptions), SignedUp),
    async signIn({ code, ...input }, callOptions) {
      const answer = await post('sign-in/email', input, callOptions);
      const next = (path: string, body: object) => post(path, body, callOptions);
      startSession(await withSecondStep(answer, code, next), SignedIn);
    },
    async signOut(callOptions) {
      const ending = session;
      await post('sign-out', {}, callOptions, ending.caller);
      if (session === ending) session = openSession(origin, {}, fetchJson);
    },
  };
}

/** A mutation's input with an `operationId`, so that it can be sent again. */
const withOperationId = (input: unknown) => {
  const fields = recordOf(input);
  return { ...fields, operationId: fields['operationId'] ?? newUuid() };
};

/** @returns the origin. Its errors do not quote the URL: there may be a password in it. */
function validOrigin({ url, token, timeout = 1 }: TydoClientOptions): string {
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
    throw new TypeError(
      'token is not a session token: it is empty, or has a character other than visible ASCII.',
    );
  }
  if (!(timeout > 0 && timeout < 2 ** 31)) {
    throw new TypeError('timeout must be a number of milliseconds, from 1 to 2,147,483,647.');
  }
  return origin;
}
