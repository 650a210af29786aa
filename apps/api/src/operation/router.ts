import {
  OperationListInput,
  OperationPage,
  OperationSinceInput,
  OperationsSince,
  OperationUndo,
  OperationUndone,
} from '@tydo/schemas/operation';
import { protectedProcedure, router } from '../trpc/trpc.ts';

export const operationRouter = router({
  list: protectedProcedure
    .meta({
      summary:
        'Lists your operations, newest first, in pages; with `noun` and `id`, only those of one task.',
      http: 'GET /operations',
      mcp: true,
    })
    .input(OperationListInput)
    .output(OperationPage)
    .query(({ ctx, input }) => ctx.unit.operations.list(input)),
  since: protectedProcedure
    .meta({
      summary: 'Lists the operations after `seq`, oldest first; with 0, all of them.',
      errors: {
        CONFLICT:
          'The journal does not reach back to `seq`: read all tasks, then continue from `data.seq`.',
      },
      http: 'GET /changes',
    })
    .input(OperationSinceInput)
    .output(OperationsSince)
    .query(({ ctx, input }) => ctx.unit.operations.since(input)),
  undo: protectedProcedure
    .meta({
      summary:
        'Undoes an operation. Deleted tasks return with their id; fields that it did not change keep their values. Undoing the undo redoes it.',
      errors: {
        NOT_FOUND: 'You have no such operation.',
        CONFLICT:
          'Something that it changed has changed again since; `data.blockedBy` is the latest such operation.',
      },
      http: 'POST /operations/{id}/undo',
      mcp: true,
    })
    .input(OperationUndo)
    .output(OperationUndone)
    .mutation(({ ctx, input }) => ctx.unit.operations.undo(input)),
});
