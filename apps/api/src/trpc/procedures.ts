// Who may call. A procedure is: one of these, an input, an output, one call.
import { initTRPC, TRPCError } from '@trpc/server';
import type { Context } from './context.ts';
import { toAnswer, toShape } from './errors.ts';

const t = initTRPC.context<Context>().create({
  // Never the stack, whatever NODE_ENV says.
  isDev: false,
  errorFormatter: ({ error, ctx, path }) =>
    toShape(toAnswer(error), {
      ...(ctx ? { requestId: ctx.requestId } : {}),
      ...(path === undefined ? {} : { path }),
    }),
});

export const router = t.router;

/** Somebody who is signed in, with a unit of work for this one call, also inside a batch. */
export const person = t.procedure.use(async ({ ctx, next }) => {
  const unit = await ctx.unit();
  if (unit === null) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' });
  return next({ ctx: { unit } });
});
