import {
  LabelCreate,
  LabelDelete,
  LabelListInput,
  LabelPage,
  LabelRead,
  LabelRef,
  LabelUpdate,
} from '@tydo/schemas/label';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'The label does not exist, or belongs to another person.';

export const labelRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your labels, newest first, in pages. `cursor` continues after a page.',
    })
    .input(LabelListInput)
    .output(unvalidated(LabelPage))
    .query(({ ctx, input }) => ctx.unit.labels.list(input)),
  get: protectedProcedure
    .meta({ summary: 'Returns a label.', errors: { NOT_FOUND } })
    .input(LabelRef)
    .output(LabelRead)
    .query(({ ctx, input }) => ctx.unit.labels.get(input)),
  create: protectedProcedure
    .meta({ summary: 'Creates a label.' })
    .input(LabelCreate)
    .output(LabelRead)
    .mutation(({ ctx, input }) => ctx.unit.labels.create(input)),
  update: protectedProcedure
    .meta({ summary: 'Changes the fields that are sent.', errors: { NOT_FOUND } })
    .input(LabelUpdate)
    .output(LabelRead)
    .mutation(({ ctx, input }) => ctx.unit.labels.update(input)),
  delete: protectedProcedure
    .meta({ summary: 'Deletes a label. `operation.undo` restores it.', errors: { NOT_FOUND } })
    .input(LabelDelete)
    .output(LabelRef)
    .mutation(({ ctx, input }) => ctx.unit.labels.delete(input)),
});
