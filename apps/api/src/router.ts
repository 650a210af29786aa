// The table of contents of the API. Clients import its type, and nothing else, from this package.
import { taskRouter } from './task/router.ts';
import { router } from './trpc/procedures.ts';

export const appRouter = router({ task: taskRouter });

export type AppRouter = typeof appRouter;
