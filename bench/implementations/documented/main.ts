// Express, tRPC, MikroORM and Better Auth put together as their documentation shows it.
// https://trpc.io/docs/server/adapters/express, https://mikro-orm.io/docs/guide,
// https://better-auth.com/docs/integrations/express
import { initTRPC, TRPCError } from '@trpc/server';
import {
  type CreateExpressContextOptions,
  createExpressMiddleware,
} from '@trpc/server/adapters/express';
import { fromNodeHeaders } from 'better-auth/node';
import express from 'express';
import { z } from 'zod';
import { createAuth } from './auth.ts';
import { openOrm, Task, toTask } from './orm.ts';

const { DATABASE_URL: url = '', BETTER_AUTH_SECRET: secret = '', PORT: port } = process.env;
const orm = await openOrm(url);
const auth = createAuth(url, secret);

const createContext = async ({ req }: CreateExpressContextOptions) => ({
  em: orm.em.fork(),
  session: await auth.api.getSession({ headers: fromNodeHeaders(req.headers) }),
});

const t = initTRPC.context<typeof createContext>().create();
const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED' });
  return next({ ctx: { userId: ctx.session.user.id } });
});

const title = z.string().trim().min(1).max(200);
const description = z.string().max(1000).nullable();

const appRouter = t.router({
  task: t.router({
    list: protectedProcedure
      .input(
        z.object({ limit: z.int().min(1).max(100).default(50), completed: z.boolean().optional() }),
      )
      .query(async ({ ctx: { em, userId }, input: { limit, completed } }) => {
        const where = { userId, ...(completed === undefined ? {} : { completed }) };
        const tasks = await em.find(Task, where, { orderBy: { id: 'desc' }, limit: limit + 1 });
        const items = tasks.slice(0, limit);
        const last = items.at(-1);
        const more = last && tasks.length > limit;
        return { items: items.map(toTask), nextCursor: more ? String(last.id) : null };
      }),
    get: protectedProcedure
      .input(z.object({ id: z.int().positive() }))
      .query(async ({ ctx: { em, userId }, input: { id } }) => {
        const task = await em.findOne(Task, { id, userId });
        if (!task) throw new TRPCError({ code: 'NOT_FOUND' });
        return toTask(task);
      }),
    counts: protectedProcedure.query(async ({ ctx: { em, userId } }) => ({
      active: await em.count(Task, { userId, completed: false }),
      completed: await em.count(Task, { userId, completed: true }),
    })),
    create: protectedProcedure
      .input(z.object({ title, description: description.default(null) }))
      .mutation(async ({ ctx: { em, userId }, input }) => {
        const task = em.create(Task, { userId, ...input });
        await em.flush();
        return toTask(task);
      }),
    update: protectedProcedure
      .input(
        z.object({
          id: z.int().positive(),
          title: title.optional(),
          description: description.optional(),
          completed: z.boolean().optional(),
        }),
      )
      .mutation(async ({ ctx: { em, userId }, input: { id, ...changes } }) => {
        const task = await em.findOne(Task, { id, userId });
        if (!task) throw new TRPCError({ code: 'NOT_FOUND' });
        em.assign(task, changes as Partial<Task>, { ignoreUndefined: true });
        await em.flush();
        return toTask(task);
      }),
  }),
});

const app = express();
app.get('/readyz', (_req, res) => {
  res.json({});
});
app.use('/trpc', createExpressMiddleware({ router: appRouter, createContext }));
app.listen(Number(port), '127.0.0.1');
