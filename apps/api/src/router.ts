// All procedures of the API. Clients import only the type `AppRouter`.

import { labelRouter } from './label/router.ts';
import { listRouter } from './list/router.ts';
import { operationRouter } from './operation/router.ts';
import { sectionRouter } from './section/router.ts';
import { syncRouter } from './sync/router.ts';
import { taskRouter } from './task/router.ts';
import { router } from './trpc/trpc.ts';

export const appRouter = router({
  task: taskRouter,
  label: labelRouter,
  section: sectionRouter,
  list: listRouter,
  operation: operationRouter,
  sync: syncRouter,
});

export type AppRouter = typeof appRouter;
