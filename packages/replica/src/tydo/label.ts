// Labels on a device, and what each command makes of them, by the rules that the server goes by.
import { changeLabel, createLabel } from '@tydo/rules/label';
import { pickFields } from '@tydo/rules/row';
import { LabelCreate, LabelDelete, LabelRead, LabelUpdate } from '@tydo/schemas/label';
import { chunkOfText } from '../chunk-of-text.ts';
import type { Command, Noun } from '../model.ts';

type LabelCommand<Input extends object> = Command<Input, { label: LabelRead }>;

export const label: Noun<LabelRead> = {
  fields: Object.keys(LabelRead.shape),
  key: 'id',
  references: [],
  texts: ({ name }) => [name],
  // Newest first: ids grow with time.
  compare: (one, other) => (one.id < other.id ? 1 : Number(one.id > other.id) * -1),
  chunkOf: ({ id }) => chunkOfText(id),
};

const create: LabelCommand<LabelCreate> = {
  parse: (input) => LabelCreate.parse(input),
  name: ({ id, ...input }, newId) => ({ ...input, id: id ?? newId() }),
  apply: (see, { id = '', ...input }, { now }) =>
    see.row('label', id)
      ? []
      : [{ noun: 'label', key: id, after: createLabel(input, { id, now }) }],
};

const update: LabelCommand<LabelUpdate> = {
  parse: (input) => LabelUpdate.parse(input),
  apply(see, { id, ...changes }, { now }) {
    const row = see.row('label', id);
    if (!row) return [];
    // Without what is no field, such as `operationId`.
    return [{ noun: 'label', key: id, after: changeLabel(row, pickFields(changes, row), now) }];
  },
};

const remove: LabelCommand<LabelDelete> = {
  parse: (input) => LabelDelete.parse(input),
  apply: (see, { id }) => (see.row('label', id) ? [{ noun: 'label', key: id, after: null }] : []),
  remaining: (see, input) => (see.row('label', input.id) ? input : undefined),
};

export const labelCommands = {
  'label.create': create,
  'label.update': update,
  'label.delete': remove,
};
