// The typed client for programs. Of the API it knows the type and nothing else.
import { createTRPCClient, httpBatchLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@tydo/api/router';
import { AccountRefusal, SignedIn, type SignIn, type SignUp } from '@tydo/schemas/account';
import { ErrorData, errorCodeOf } from '@tydo/schemas/error';
import { maxBatchSize } from '@tydo/schemas/wire';

export interface TydoClientOptions {
  /** The origin of a Tydo server, such as http://localhost:3000. */
  url: string;
  /** The session token of an earlier sign-in. */
  token?: string;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
}

export interface TydoClient extends Pick<TRPCClient<AppRouter>, 'task'> {
  /** The session token, to be kept like a password; undefined while nobody is signed in. */
  readonly token: string | undefined;
  /** Makes an account and signs in. @throws TydoError */
  signUp: (account: SignUp) => Promise<void>;
  /** @throws TydoError UNAUTHORIZED when e-mail and password do not belong together. */
  signIn: (account: SignIn) => Promise<void>;
  /** Ends the session on the server; the token is worth nothing afterwards. @throws TydoError */
  signOut: () => Promise<void>;
}

/** A call that was refused, by the server or because no server was reached. */
export class TydoError extends Error {
  override readonly name = 'TydoError';
  /** What the server said of it; undefined when there was no answer that could be read. */
  readonly data: ErrorData | undefined;

  constructor(message: string, data?: ErrorData, cause?: unknown) {
    super(message, { cause });
    this.data = data;
  }
}

/**
 * What went wrong with a call, as a value of one type.
 *
 * @example
 * const error = asTydoError(caught);
 * if (error.data?.code === 'CONFLICT') console.log('now:', error.data.current);
 */
export function asTydoError(error: unknown): TydoError {
  if (error instanceof TydoError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const data = error instanceof TRPCClientError ? ErrorData.safeParse(error.data).data : undefined;
  return new TydoError(message, data, error);
}

/**
 * A client of one Tydo server, for one person at a time. Opens nothing by itself; calls that are
 * made in the same turn of the event loop travel in one request.
 */
export function createTydoClient(options: TydoClientOptions): TydoClient {
  const url = options.url.replace(/\/$/, '');
  const send = options.fetch ?? fetch;
  let token = options.token;
  const authorization = () => (token === undefined ? {} : { authorization: `Bearer ${token}` });

  const account = async (path: string, body: object): Promise<unknown> => {
    const answer = await send(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization() },
      body: JSON.stringify(body),
    });
    const text: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw refused(answer.status, text);
    return text;
  };
  const begin = async (path: string, body: object) => {
    token = undefined;
    token = SignedIn.parse(await account(path, body)).token;
  };
  const end = async () => {
    await account('sign-out', {});
    token = undefined;
  };
  const typed = async (work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      throw asTydoError(error);
    }
  };

  const { task } = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/trpc`,
        maxItems: maxBatchSize,
        headers: authorization,
        // Its type is wider, for other platforms' fetch; what it gives here is the global one's.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        fetch: (input, init) => send(input, init as RequestInit),
      }),
    ],
  });

  return {
    task,
    get token() {
      return token;
    },
    signUp: (input) => typed(begin('sign-up/email', input)),
    signIn: (input) => typed(begin('sign-in/email', input)),
    signOut: () => typed(end()),
  };
}

/** Better Auth's refusals in the form of the others. */
function refused(httpStatus: number, body: unknown): TydoError {
  const { code = '', message } = AccountRefusal.safeParse(body).data ?? {};
  const known = code.startsWith('USER_ALREADY_EXISTS') ? 'CONFLICT' : errorCodeOf(httpStatus);
  return new TydoError(message ?? 'The server refused.', { code: known, httpStatus });
}
