// The context of procedures: who calls, and a unit of work of that person; never the database itself.
import { TRPCError } from '@trpc/server';
import type { Database, ReserveMemory, UnitOfWork } from '@tydo/db';
import type { Access } from '@tydo/schemas/access';
import type { SyncHead } from '@tydo/schemas/sync';
import type { AccountRead, TokenRead } from '@tydo/schemas/token';
import { otherPersonMessage } from '@tydo/schemas/wire';
import type { Request, Response } from 'express';
import * as z from 'zod/mini';
import type { Auth } from '../account/auth.ts';
import { sessionOf } from '../account/session/request-session.ts';
import { type Session, unauthorizedError } from '../account/session/session.ts';
import type { KeyedLimiter, WithoutSlot } from '../concurrency/keyed-limiter.ts';
import type { Semaphore } from '../concurrency/semaphores.ts';
import type { ErrorShape } from '../errors/envelope.ts';
import { MissingScopeError } from '../errors/missing-scope-error.ts';
import { throwIfDisconnected } from '../http/disconnect.ts';
import { requestIdOf } from '../http/request-log.ts';
import type { Observer } from '../observe/observer.ts';
import { ResponseSize } from './response-size.ts';
import type { Watches } from './watches.ts';

/** Created once per HTTP request; the calls of a batch share it. */
export interface Context {
  requestId: string;
  /** Watches each call; undefined where nothing is measured. */
  observer: Observer | undefined;
  /**
   * Runs `work` with a new unit of work of the signed-in person, within the person's concurrency limit. The
   * session is read at most once per HTTP request, and the whole request has one deadline.
   *
   * @param access what a token needs for it; a session has all.
   * @throws TRPCError UNAUTHORIZED, TOO_MANY_REQUESTS; MissingScopeError; Refusal SERVICE_UNAVAILABLE when
   * the database is away.
   */
  withUnitOfWork: <T>(
    access: Access | undefined,
    work: (unit: UnitOfWork) => Promise<T>,
  ) => Promise<T>;
  /** Runs `work` with a function that runs mutations by name, all in one slot of the person. Throws the same. */
  withMutations: <T>(
    access: Access | undefined,
    work: (mutate: Mutate) => Promise<T>,
  ) => Promise<T>;
  /**
   * @param access undefined: any credential will do.
   * @throws TRPCError UNAUTHORIZED; MissingScopeError; Refusal SERVICE_UNAVAILABLE.
   */
  requireSession: (access: Access | undefined) => Promise<void>;
  /** The token of a call that was let in; null with a session. */
  token: () => AccountRead['token'];
  tokens: TokenAnnouncements;
  /**
   * A stream of the number of the person's latest operation: see `Watches`. It takes no slot.
   *
   * @param person the user id that the caller expects.
   * @throws TRPCError UNAUTHORIZED; RetryLaterError TOO_MANY_REQUESTS.
   */
  watch: (
    person: string | undefined,
    signal: AbortSignal | undefined,
  ) => Promise<AsyncIterable<SyncHead>>;
  /** Days that operations are kept; null for ever. */
  retentionDays: number | null;
  responseSize: ResponseSize;
  /** Whether the procedure counts the bytes of its result. The fast path counts them itself. */
  countsResultBytes: boolean;
}

/** What happens when a token was created. */
export interface TokenAnnouncements {
  /** Sends a mail to this address. */
  announce: (email: string, token: TokenRead) => void;
  /** The address of the calendar feed with this secret. */
  feedUrl: (secret: string) => string;
}

/**
 * Runs a mutation by its name, with a unit of work of its own. Its input must have an `operationId`. Never
 * rejects. `seq` is that of the operation it wrote; null if it changed nothing.
 *
 * @param at when the person did it, by their clock.
 */
export type Mutate = (
  name: string,
  input: unknown,
  at: string | undefined,
) => Promise<MutationResult>;
export type MutationResult = { data: unknown; seq: number | null } | { error: ErrorShape };

export interface ContextOptions {
  db: Database;
  auth: Auth;
  limiter: KeyedLimiter;
  largeResponses: Semaphore;
  heavyWrites: Semaphore;
  watches: Watches;
  retentionDays: number | null;
  observer?: Observer | undefined;
}

/** Runs one mutation of this request. Never rejects. */
type RunMutation = (
  ctx: Context,
  name: string,
  input: unknown,
) => Promise<{ data: unknown } | { shape: ErrorShape }>;

/** @param run for `withMutations`. */
export function createContext(
  options: ContextOptions,
  req: Request,
  res: Response,
  run: RunMutation,
): Context {
  const { db, auth, limiter, largeResponses, heavyWrites, watches, retentionDays } = options;
  const deadline = db.newDeadline();
  const responseSize = new ResponseSize({ largeResponses, heavyWrites }, res, deadline);
  let lookup: Promise<Session> | undefined;
  let token: Session['token'] = null;

  async function signedIn(access: Access | undefined): Promise<string> {
    lookup ??= sessionOf(auth, req, res, deadline);
    const session = await lookup;
    if (session.personId === null) throw new TRPCError(unauthorizedError(session));
    token = session.token;
    if (token && access && (access === 'account' || !token.scopes.includes(access))) {
      throw new MissingScopeError(access);
    }
    return session.personId;
  }

  async function withSlot<T>(
    access: Access | undefined,
    work: (personId: string, withoutSlot: WithoutSlot) => Promise<T>,
  ): Promise<T> {
    const personId = await signedIn(access);
    return limiter(personId, async (withoutSlot) => {
      throwIfDisconnected(res);
      await responseSize.waitForRoom(personId, withoutSlot);
      return work(personId, withoutSlot);
    });
  }

  /** @param slot runs `work` in a slot of the person. */
  async function withUnit<T>(
    slot: (work: (personId: string, withoutSlot: WithoutSlot) => Promise<T>) => Promise<T>,
    work: (unit: UnitOfWork) => Promise<T>,
    at?: string,
  ): Promise<T> {
    const call = responseSize.startCall();
    try {
      return await slot((personId, withoutSlot) => {
        const reserveMemory: ReserveMemory = (size) =>
          call.reserveMemory(personId, size, withoutSlot);
        return work(db.unitOfWork(personId, deadline, reserveMemory, at));
      });
    } finally {
      call.end();
    }
  }

  const ctx: Context = {
    requestId: requestIdOf(req),
    observer: options.observer,
    retentionDays,
    responseSize,
    countsResultBytes: false,
    withUnitOfWork: (access, work) => withUnit((inSlot) => withSlot(access, inSlot), work),
    withMutations: (access, work) =>
      withSlot(access, (personId, withoutSlot) =>
        work(async (name, input, at) => {
          let unit: UnitOfWork | undefined;
          const ofCall: Context = {
            ...ctx,
            async withUnitOfWork(own, use) {
              await signedIn(own);
              requireOperationId(input);
              throwIfDisconnected(res);
              return withUnit(
                (inSlot) => inSlot(personId, withoutSlot),
                (ofMutation) => use((unit = ofMutation)),
                at,
              );
            },
            withMutations: () => Promise.reject(cannotNest()),
          };
          const result = await run(ofCall, name, input);
          if ('shape' in result) return { error: result.shape };
          return { data: result.data, seq: unit?.lastSeq ?? null };
        }),
      ),
    async requireSession(access) {
      await signedIn(access);
    },
    token: () => token,
    tokens: auth.tokens,
    async watch(person, signal) {
      const personId = await signedIn('read');
      if (person !== undefined && person !== personId) {
        throw new TRPCError({ code: 'UNAUTHORIZED', message: otherPersonMessage });
      }
      const isSignedIn = async () =>
        (await auth.personIn(req.headers, db.newDeadline())) === personId;
      return watches.open({ personId, isSignedIn, signal });
    },
  };
  return ctx;
}

const WithOperationId = z.looseObject({ operationId: z.uuid() });

/** @throws TRPCError BAD_REQUEST */
function requireOperationId(input: unknown): void {
  const { error } = WithOperationId.safeParse(input);
  if (error) throw new TRPCError({ code: 'BAD_REQUEST', cause: error });
}

const cannotNest = (): TRPCError =>
  new TRPCError({ code: 'BAD_REQUEST', message: 'A push cannot hold another push.' });
