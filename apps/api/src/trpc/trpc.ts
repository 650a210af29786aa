// tRPC on the server: 1. initialization, 2. middleware, 3. procedures. The context is in context.ts.
import { initTRPC, type TRPCError } from '@trpc/server';
import type { Access } from '@tydo/schemas/access';
import type { ErrorCode } from '@tydo/schemas/error';
import type { Schema } from '@tydo/schemas/input';
import * as z from 'zod/mini';
import { toErrorShape, toPublicError } from '../errors/envelope.ts';
import type { Context } from './context.ts';

/** What the schemas of a procedure do not say; the API reference shows it. */
export interface Meta {
  /** What the procedure does, in one or two sentences. */
  summary: string;
  /** The error codes of this procedure, beside those of every procedure, and when they occur. */
  errors?: Partial<Record<ErrorCode, string>>;
  /** Its method and its path under `/api/v1`, such as `PATCH /tasks/{id}`; false where it has none. */
  http: HttpAddress | false;
  /** Whether it is a tool of `/mcp`. */
  mcp?: true;
  /** Since which day clients should no longer use it, and when it goes: 12 months later or more. Such as `2027-01-31`. */
  deprecated?: { since: string; sunset: string };
}

export type HttpAddress = `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`;

// 1. Initialization

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // Never send the stack, whatever NODE_ENV is.
    isDev: false,
    sse: { ping: { enabled: true, intervalMs: 15_000 } },
    errorFormatter: ({ error, ctx, path, type }) => {
      const publicError = toPublicError(error);
      // These errors occur after COMMIT: the result is too large, or does not fit the output schema.
      const isAfterWork = publicError.code === 'PAYLOAD_TOO_LARGE' || isOutputError(error);
      const isOutcomeUnknown = type === 'mutation' && isAfterWork;
      return toErrorShape(
        isOutcomeUnknown ? { ...publicError, data: { outcome: 'unknown' } } : publicError,
        {
          ...(ctx ? { requestId: ctx.requestId } : {}),
          ...(path === undefined ? {} : { path }),
        },
      );
    },
  });

const isOutputError = ({ code, cause }: TRPCError): boolean =>
  code === 'INTERNAL_SERVER_ERROR' && cause instanceof z.core.$ZodError;

export const router = t.router;

/**
 * An output for its type and the API reference, without validation at run time: that would take a quarter of the
 * time of a list, and a hundredth of a small call (docs/decisions/0014-speed.md). Only for rows that are built
 * field by field.
 */
export const unvalidated = <T>(schema: Schema<T>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript has checked the resolver's result.
  Object.assign((value: unknown) => value as T, { schema });

/** The output of a subscription: the schema of each of its events. */
export const eventsOf = <T>(schema: Schema<T>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- TypeScript has checked the resolver's result.
  Object.assign((value: unknown) => value as AsyncIterable<T>, { schema });

// 2. Middleware
/**
 * What a token needs for a procedure; undefined where any token will do. No procedure says it itself, so none can be
 * forgotten.
 */
export function accessOf(
  path: string,
  type: 'query' | 'mutation' | 'subscription',
): Access | undefined {
  // Whose token it is, and what it may do.
  if (path === 'account.get') return undefined;
  if (path.startsWith('token.')) return 'account';
  return type === 'mutation' ? 'write' : 'read';
}

/** Comes first, so that it sees the errors of the others. */
const observed = t.middleware(({ ctx, path, next }) =>
  ctx.observer ? ctx.observer.aroundCall(path, next) : next(),
);

/** Requires a session, and gives each call a unit of work of its own, also within a batch. */
const withUnitOfWork = t.middleware(({ ctx, path, type, next }) =>
  countBytes(ctx, () =>
    ctx.withUnitOfWork(accessOf(path, type), (unit) => next({ ctx: { unit } })),
  ),
);

/** The same, for a procedure that calls others. */
const withMutations = t.middleware(({ ctx, path, type, next }) =>
  countBytes(ctx, () =>
    ctx.withMutations(accessOf(path, type), (mutate) => next({ ctx: { mutate } })),
  ),
);

/** Requires a session, before the input is parsed. */
const withSession = t.middleware(async ({ ctx, path, type, next }) => {
  await ctx.requireSession(accessOf(path, type));
  return next();
});

/** @throws TRPCError PAYLOAD_TOO_LARGE when the result does not fit into the response any more. */
async function countBytes<Result extends { ok: boolean; data?: unknown }>(
  { countsResultBytes, responseSize }: Context,
  work: () => Promise<Result>,
): Promise<Result> {
  const result = await work();
  if (countsResultBytes && result.ok) {
    responseSize.addWithinLimit(Buffer.byteLength(JSON.stringify(result.data)));
  }
  return result;
}

// 3. Procedures

const procedure = t.procedure.use(observed);

/** For signed-in people: `ctx.unit` is their unit of work. */
export const protectedProcedure = procedure.use(withUnitOfWork);

/** For signed-in people, and for calls of several mutations: `ctx.mutate` makes one. */
export const batchProcedure = procedure.use(withMutations);

/** For streams of signed-in people: they hold neither a unit of work nor a slot. */
export const streamProcedure = procedure.use(withSession);
