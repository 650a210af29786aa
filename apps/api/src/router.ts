// All procedures of the API. Clients import only the type `AppRouter`.
import { operationRouter } from './operation/router.ts';
import { syncRouter } from './sync/router.ts';
import { taskRouter } from './task/router.ts';
import { router } from './trpc/trpc.ts';

export const appRouter = router({ task: taskRouter, operation: operationRouter, sync: syncRouter });

export type AppRouter = typeof appRouter;
