import {
  ListArchive,
  ListCounts,
  ListCountsInput,
  ListCreate,
  ListDelete,
  ListDeleted,
  ListItems,
  ListListInput,
  ListMove,
  ListRead,
  ListUpdate,
} from '@tydo/schemas/list';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'You have no such list.';
const TAKEN = 'You already have a list with this `id`.';

export const listRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your lists in their order, all at once.',
      http: 'GET /lists',
      mcp: true,
    })
    .input(ListListInput)
    .output(unvalidated(ListItems))
    .query(({ ctx, input }) => ctx.unit.lists.list(input)),
  counts: protectedProcedure
    .meta({
      summary:
        'Counts the open tasks of the Inbox and of each list, archived ones too; subtasks count.',
      http: 'GET /list-counts',
    })
    .input(ListCountsInput)
    .output(ListCounts)
    .query(({ ctx, input }) => ctx.unit.lists.counts(input)),
  archive: protectedProcedure
    .meta({
      summary:
        'Archives a list, or takes it out of the archive. Tasks of an archived list are in no view but its own, the logbook and the search.',
      errors: { NOT_FOUND },
      http: 'POST /lists/{id}/archive',
    })
    .input(ListArchive)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.archive(input)),
  create: protectedProcedure
    .meta({
      summary: 'Creates a list, by default at the end.',
      errors: { CONFLICT: TAKEN },
      http: 'POST /lists',
      mcp: true,
    })
    .input(ListCreate)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.create(input)),
  update: protectedProcedure
    .meta({
      summary:
        'Changes the fields that are sent. A new name is written into the filters that have the old one, unless another list still has it.',
      errors: {
        NOT_FOUND,
        CONFLICT: 'The list has changed since `ifUpdatedAt`; `data.current` is the current list.',
      },
      http: 'PATCH /lists/{id}',
    })
    .input(ListUpdate)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.update(input)),
  move: protectedProcedure
    .meta({
      summary: 'Puts a list before or after another one, or at the end.',
      errors: { NOT_FOUND },
      http: 'POST /lists/{id}/move',
    })
    .input(ListMove)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.move(input)),
  delete: protectedProcedure
    .meta({
      summary:
        'Deletes a list with its sections and all its tasks. `operation.undo` restores them. What is too large for one operation is refused: archive it, or delete its completed tasks first.',
      errors: { NOT_FOUND },
      http: 'DELETE /lists/{id}',
    })
    .input(ListDelete)
    .output(ListDeleted)
    .mutation(({ ctx, input }) => ctx.unit.lists.delete(input)),
});
