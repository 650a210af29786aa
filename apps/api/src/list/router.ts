import {
  ListCreate,
  ListDelete,
  ListListInput,
  ListPage,
  ListRead,
  ListRef,
  ListUpdate,
} from '@tydo/schemas/list';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'The list does not exist, or belongs to another person.';

export const listRouter = router({
  list: protectedProcedure
    .meta({ summary: 'Lists your lists, newest first, in pages. `cursor` continues after a page.' })
    .input(ListListInput)
    .output(unvalidated(ListPage))
    .query(({ ctx, input }) => ctx.unit.lists.list(input)),
  get: protectedProcedure
    .meta({ summary: 'Returns a list.', errors: { NOT_FOUND } })
    .input(ListRef)
    .output(ListRead)
    .query(({ ctx, input }) => ctx.unit.lists.get(input)),
  create: protectedProcedure
    .meta({ summary: 'Creates a list.' })
    .input(ListCreate)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.create(input)),
  update: protectedProcedure
    .meta({ summary: 'Changes the fields that are sent.', errors: { NOT_FOUND } })
    .input(ListUpdate)
    .output(ListRead)
    .mutation(({ ctx, input }) => ctx.unit.lists.update(input)),
  delete: protectedProcedure
    .meta({ summary: 'Deletes a list. `operation.undo` restores it.', errors: { NOT_FOUND } })
    .input(ListDelete)
    .output(ListRef)
    .mutation(({ ctx, input }) => ctx.unit.lists.delete(input)),
});
