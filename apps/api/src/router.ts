// All procedures of the API. Clients import only the type `AppRouter`.

import { filterRouter } from './filter/router.ts';
import { importRouter } from './import/router.ts';
import { labelRouter } from './label/router.ts';
import { listRouter } from './list/router.ts';
import { operationRouter } from './operation/router.ts';
import { sectionRouter } from './section/router.ts';
import { settingsRouter } from './settings/router.ts';
import { syncRouter } from './sync/router.ts';
import { taskRouter } from './task/router.ts';
import { accountRouter, tokenRouter } from './token/router.ts';
import { router } from './trpc/trpc.ts';

export const appRouter = router({
  task: taskRouter,
  list: listRouter,
  section: sectionRouter,
  label: labelRouter,
  filter: filterRouter,
  settings: settingsRouter,
  import: importRouter,
  operation: operationRouter,
  sync: syncRouter,
  token: tokenRouter,
  account: accountRouter,
});

export type AppRouter = typeof appRouter;
