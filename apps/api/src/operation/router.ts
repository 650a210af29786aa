import {
  OperationListInput,
  OperationPage,
  OperationSinceInput,
  OperationsSince,
  OperationUndo,
  OperationUndone,
} from '@tydo/schemas/operation';
import { person, router } from '../trpc/procedures.ts';

export const operationRouter = router({
  list: person
    .meta({ does: 'A page of what you have changed, the newest first; of one task, if you like.' })
    .input(OperationListInput)
    .output(OperationPage)
    .query(({ ctx, input }) => ctx.unit.operations.list(input)),
  since: person
    .meta({
      does: 'What was changed after the operation `seq`, the oldest first; after 0, everything.',
      refuses: {
        CONFLICT:
          'The journal does not go on from there: read all tasks, then go on from `data.seq`.',
      },
    })
    .input(OperationSinceInput)
    .output(OperationsSince)
    .query(({ ctx, input }) => ctx.unit.operations.since(input)),
  undo: person
    .meta({
      does: 'Takes an operation back: deleted tasks return with their id, other fields stay as they are. Taking that back does it again.',
      refuses: {
        NOT_FOUND: 'There is no such operation, or it is somebody else’s.',
        CONFLICT:
          'Something that it changed was changed again; `data.blockedBy` is the latest operation that did.',
      },
    })
    .input(OperationUndo)
    .output(OperationUndone)
    .mutation(({ ctx, input }) => ctx.unit.operations.undo(input)),
});
