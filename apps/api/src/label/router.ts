import {
  LabelCreate,
  LabelDelete,
  LabelDeleted,
  LabelItems,
  LabelMove,
  LabelRead,
  LabelUpdate,
} from '@tydo/schemas/label';
import { Nothing } from '@tydo/schemas/wire';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'You have no such label.';
const TAKEN = 'You already have a label with this `id`, or with this name in any case.';

export const labelRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your labels in their order, all at once.',
      http: 'GET /labels',
      mcp: true,
    })
    .input(Nothing)
    .output(unvalidated(LabelItems))
    .query(({ ctx }) => ctx.unit.labels.list()),
  create: protectedProcedure
    .meta({
      summary: 'Creates a label, by default at the end.',
      errors: { CONFLICT: TAKEN },
      http: 'POST /labels',
      mcp: true,
    })
    .input(LabelCreate)
    .output(LabelRead)
    .mutation(({ ctx, input }) => ctx.unit.labels.create(input)),
  update: protectedProcedure
    .meta({
      summary:
        'Changes the fields that are sent. A new name is written into the filters that have the old one, unless another label still has it.',
      errors: {
        NOT_FOUND,
        CONFLICT:
          'The label has changed since `ifUpdatedAt`; `data.current` is the current label. Or another label has this name, in any case.',
      },
      http: 'PATCH /labels/{id}',
    })
    .input(LabelUpdate)
    .output(LabelRead)
    .mutation(({ ctx, input }) => ctx.unit.labels.update(input)),
  move: protectedProcedure
    .meta({
      summary: 'Puts a label before or after another one, or at the end.',
      errors: { NOT_FOUND },
      http: 'POST /labels/{id}/move',
    })
    .input(LabelMove)
    .output(LabelRead)
    .mutation(({ ctx, input }) => ctx.unit.labels.move(input)),
  delete: protectedProcedure
    .meta({
      summary: 'Deletes a label, also from its tasks. `operation.undo` restores it.',
      errors: { NOT_FOUND },
      http: 'DELETE /labels/{id}',
    })
    .input(LabelDelete)
    .output(LabelDeleted)
    .mutation(({ ctx, input }) => ctx.unit.labels.delete(input)),
});
