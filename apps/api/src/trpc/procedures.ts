// Who may call. A procedure is: one of these, an input, an output, one call.
import { initTRPC, type TRPCError } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import type { Schema } from '@tydo/schemas/input';
import * as z from 'zod/mini';
import { toAnswer, toShape } from '../errors/envelope.ts';
import type { Context } from './context.ts';

/** What cannot be read off the schemas; the reference of procedures is made from it. */
export interface About {
  /** One or two sentences. */
  does: string;
  /** Codes beside those that every procedure may refuse with, and when. */
  refuses?: Partial<Record<ErrorCode, string>>;
}

const t = initTRPC
  .context<Context>()
  .meta<About>()
  .create({
    // Never the stack, whatever NODE_ENV says.
    isDev: false,
    errorFormatter: ({ error, ctx, path, type }) => {
      const answer = toAnswer(error);
      // It was done before it was known that the answer is too large, or not what `.output` says.
      const isUntold = answer.code === 'PAYLOAD_TOO_LARGE' || isOutputFailure(error);
      const mayBeDone = type === 'mutation' && isUntold;
      return toShape(mayBeDone ? { ...answer, data: { outcome: 'unknown' } } : answer, {
        ...(ctx ? { requestId: ctx.requestId } : {}),
        ...(path === undefined ? {} : { path }),
      });
    },
  });

const isOutputFailure = ({ code, cause }: TRPCError): boolean =>
  code === 'INTERNAL_SERVER_ERROR' && cause instanceof z.core.$ZodError;

export const router = t.router;

/**
 * What a long list answers: for its type, and for the reference. Not read again at run time, which takes
 * a quarter of a list and a hundredth of a small call (docs/decisions/0014-speed.md): only for rows
 * that are put together field by field, as `toRead` does it.
 */
export const answer = <T>(schema: Schema<T>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tRPC lets no other get here.
  Object.assign((value: unknown) => value as T, { schema });

/** Somebody who is signed in, with a unit of work for this one call, also inside a batch. */
export const person = t.procedure.use(async ({ ctx, next }) => {
  const result = await ctx.asPerson((unit) => next({ ctx: { unit } }));
  if (ctx.isCountedHere && result.ok) {
    ctx.size.count(Buffer.byteLength(JSON.stringify(result.data)));
  }
  return result;
});
