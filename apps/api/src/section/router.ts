import {
  SectionCreate,
  SectionDelete,
  SectionDeleted,
  SectionItems,
  SectionListInput,
  SectionMove,
  SectionRead,
  SectionUpdate,
} from '@tydo/schemas/section';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'You have no such section.';
const TAKEN = 'You already have a section with this `id`.';

export const sectionRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your sections, or those of a list, in their order, all at once.',
      errors: { NOT_FOUND: 'You have no such list.' },
      http: 'GET /sections',
      mcp: true,
    })
    .input(SectionListInput)
    .output(unvalidated(SectionItems))
    .query(({ ctx, input }) => ctx.unit.sections.list(input)),
  create: protectedProcedure
    .meta({
      summary: 'Creates a section, by default at the end.',
      errors: {
        NOT_FOUND: 'You have no such list.',
        CONFLICT: TAKEN,
      },
      http: 'POST /sections',
    })
    .input(SectionCreate)
    .output(SectionRead)
    .mutation(({ ctx, input }) => ctx.unit.sections.create(input)),
  update: protectedProcedure
    .meta({
      summary:
        'Changes the fields that are sent. A new name is written into the filters that have the old one, unless another section still has it.',
      errors: {
        NOT_FOUND,
        CONFLICT:
          'The section has changed since `ifUpdatedAt`; `data.current` is the current section.',
      },
      http: 'PATCH /sections/{id}',
    })
    .input(SectionUpdate)
    .output(SectionRead)
    .mutation(({ ctx, input }) => ctx.unit.sections.update(input)),
  move: protectedProcedure
    .meta({
      summary: 'Puts a section before or after another one, or at the end.',
      errors: { NOT_FOUND },
      http: 'POST /sections/{id}/move',
    })
    .input(SectionMove)
    .output(SectionRead)
    .mutation(({ ctx, input }) => ctx.unit.sections.move(input)),
  delete: protectedProcedure
    .meta({
      summary: 'Deletes a section; its tasks stay in the list. `operation.undo` restores it.',
      errors: { NOT_FOUND },
      http: 'DELETE /sections/{id}',
    })
    .input(SectionDelete)
    .output(SectionDeleted)
    .mutation(({ ctx, input }) => ctx.unit.sections.delete(input)),
});
