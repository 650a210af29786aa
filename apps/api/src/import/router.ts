import { ImportAdd, ImportAdded } from '@tydo/schemas/import';
import { protectedProcedure, router } from '../trpc/trpc.ts';

export const importRouter = router({
  add: protectedProcedure
    .meta({
      summary:
        'Adds rows of another program under ids of your choice, all or none. Rows whose ids you have already stay as they are, so a repeat adds nothing.',
      errors: {
        NOT_FOUND: 'A list, section, label or parent does not exist, or belongs to another person.',
        CONFLICT: 'Two calls add the same at the same time.',
      },
      http: 'POST /import',
    })
    .input(ImportAdd)
    .output(ImportAdded)
    .mutation(({ ctx, input }) => ctx.unit.imports.add(input)),
});
