// Sections on a device, and what each command makes of them, by the rules that the server goes by.

import { pickFields } from '@tydo/rules/row';
import { changeSection, createSection } from '@tydo/rules/section';
import { SectionCreate, SectionDelete, SectionRead, SectionUpdate } from '@tydo/schemas/section';
import { chunkOfText } from '../chunk-of-text.ts';
import type { Command, Noun } from '../model.ts';

type SectionCommand<Input extends object> = Command<Input, { section: SectionRead }>;

export const section: Noun<SectionRead> = {
  fields: Object.keys(SectionRead.shape),
  key: 'id',
  references: [],
  texts: ({ name }) => [name],
  // Newest first: ids grow with time.
  compare: (one, other) => (one.id < other.id ? 1 : Number(one.id > other.id) * -1),
  chunkOf: ({ id }) => chunkOfText(id),
};

const create: SectionCommand<SectionCreate> = {
  parse: (input) => SectionCreate.parse(input),
  name: ({ id, ...input }, newId) => ({ ...input, id: id ?? newId() }),
  apply: (see, { id = '', ...input }, { now }) =>
    see.row('section', id)
      ? []
      : [{ noun: 'section', key: id, after: createSection(input, { id, now }) }],
};

const update: SectionCommand<SectionUpdate> = {
  parse: (input) => SectionUpdate.parse(input),
  apply(see, { id, ...changes }, { now }) {
    const row = see.row('section', id);
    if (!row) return [];
    // Without what is no field, such as `operationId`.
    return [{ noun: 'section', key: id, after: changeSection(row, pickFields(changes, row), now) }];
  },
};

const remove: SectionCommand<SectionDelete> = {
  parse: (input) => SectionDelete.parse(input),
  apply: (see, { id }) =>
    see.row('section', id) ? [{ noun: 'section', key: id, after: null }] : [],
  remaining: (see, input) => (see.row('section', input.id) ? input : undefined),
};

export const sectionCommands = {
  'section.create': create,
  'section.update': update,
  'section.delete': remove,
};
