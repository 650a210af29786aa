// The table of contents of the API. Clients import its type, and nothing else, from this package.
import { operationRouter } from './operation/router.ts';
import { taskRouter } from './task/router.ts';
import { router } from './trpc/procedures.ts';

export const appRouter = router({ task: taskRouter, operation: operationRouter });

export type AppRouter = typeof appRouter;
