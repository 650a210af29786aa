import {
  SectionCreate,
  SectionDelete,
  SectionListInput,
  SectionPage,
  SectionRead,
  SectionRef,
  SectionUpdate,
} from '@tydo/schemas/section';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'The section does not exist, or belongs to another person.';

export const sectionRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your sections, newest first, in pages. `cursor` continues after a page.',
    })
    .input(SectionListInput)
    .output(unvalidated(SectionPage))
    .query(({ ctx, input }) => ctx.unit.sections.list(input)),
  get: protectedProcedure
    .meta({ summary: 'Returns a section.', errors: { NOT_FOUND } })
    .input(SectionRef)
    .output(SectionRead)
    .query(({ ctx, input }) => ctx.unit.sections.get(input)),
  create: protectedProcedure
    .meta({ summary: 'Creates a section.' })
    .input(SectionCreate)
    .output(SectionRead)
    .mutation(({ ctx, input }) => ctx.unit.sections.create(input)),
  update: protectedProcedure
    .meta({ summary: 'Changes the fields that are sent.', errors: { NOT_FOUND } })
    .input(SectionUpdate)
    .output(SectionRead)
    .mutation(({ ctx, input }) => ctx.unit.sections.update(input)),
  delete: protectedProcedure
    .meta({ summary: 'Deletes a section. `operation.undo` restores it.', errors: { NOT_FOUND } })
    .input(SectionDelete)
    .output(SectionRef)
    .mutation(({ ctx, input }) => ctx.unit.sections.delete(input)),
});
