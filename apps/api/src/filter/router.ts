import {
  FilterChecked,
  FilterCheckInput,
  FilterCreate,
  FilterDelete,
  FilterItems,
  FilterMove,
  FilterRead,
  FilterRef,
  FilterUpdate,
} from '@tydo/schemas/filter';
import { Nothing } from '@tydo/schemas/wire';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'You have no such filter.';
const TAKEN = 'You already have a filter with this `id`.';

export const filterRouter = router({
  list: protectedProcedure
    .meta({ summary: 'Lists your filters in their order, all at once.', http: 'GET /filters' })
    .input(Nothing)
    .output(unvalidated(FilterItems))
    .query(({ ctx }) => ctx.unit.filters.list()),
  check: protectedProcedure
    .meta({
      summary: 'Says whether a query parses, and which of its names nothing has.',
      http: 'GET /filter-check',
    })
    .input(FilterCheckInput)
    .output(FilterChecked)
    .query(({ ctx, input }) => ctx.unit.filters.check(input)),
  create: protectedProcedure
    .meta({
      summary: 'Creates a filter, by default at the end.',
      errors: { CONFLICT: TAKEN },
      http: 'POST /filters',
    })
    .input(FilterCreate)
    .output(FilterRead)
    .mutation(({ ctx, input }) => ctx.unit.filters.create(input)),
  update: protectedProcedure
    .meta({
      summary: 'Changes the fields that are sent. Values that a filter already has change nothing.',
      errors: {
        NOT_FOUND,
        CONFLICT:
          'The filter has changed since `ifUpdatedAt`; `data.current` is the current filter.',
      },
      http: 'PATCH /filters/{id}',
    })
    .input(FilterUpdate)
    .output(FilterRead)
    .mutation(({ ctx, input }) => ctx.unit.filters.update(input)),
  move: protectedProcedure
    .meta({
      summary: 'Puts a filter before or after another one, or at the end.',
      errors: { NOT_FOUND },
      http: 'POST /filters/{id}/move',
    })
    .input(FilterMove)
    .output(FilterRead)
    .mutation(({ ctx, input }) => ctx.unit.filters.move(input)),
  delete: protectedProcedure
    .meta({
      summary: 'Deletes a filter. `operation.undo` restores it.',
      errors: { NOT_FOUND },
      http: 'DELETE /filters/{id}',
    })
    .input(FilterDelete)
    .output(FilterRef)
    .mutation(({ ctx, input }) => ctx.unit.filters.delete(input)),
});
