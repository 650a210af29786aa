// Lists on a device, and what each command makes of them, by the rules that the server goes by.
import { changeList, createList } from '@tydo/rules/list';
import { pickFields } from '@tydo/rules/row';
import { ListCreate, ListDelete, ListRead, ListUpdate } from '@tydo/schemas/list';
import { chunkOfText } from '../chunk-of-text.ts';
import type { Command, Noun } from '../model.ts';

type ListCommand<Input extends object> = Command<Input, { list: ListRead }>;

export const list: Noun<ListRead> = {
  fields: Object.keys(ListRead.shape),
  key: 'id',
  references: [],
  texts: ({ name }) => [name],
  // Newest first: ids grow with time.
  compare: (one, other) => (one.id < other.id ? 1 : Number(one.id > other.id) * -1),
  chunkOf: ({ id }) => chunkOfText(id),
};

const create: ListCommand<ListCreate> = {
  parse: (input) => ListCreate.parse(input),
  name: ({ id, ...input }, newId) => ({ ...input, id: id ?? newId() }),
  apply: (see, { id = '', ...input }, { now }) =>
    see.row('list', id) ? [] : [{ noun: 'list', key: id, after: createList(input, { id, now }) }],
};

const update: ListCommand<ListUpdate> = {
  parse: (input) => ListUpdate.parse(input),
  apply(see, { id, ...changes }, { now }) {
    const row = see.row('list', id);
    if (!row) return [];
    // Without what is no field, such as `operationId`.
    return [{ noun: 'list', key: id, after: changeList(row, pickFields(changes, row), now) }];
  },
};

const remove: ListCommand<ListDelete> = {
  parse: (input) => ListDelete.parse(input),
  apply: (see, { id }) => (see.row('list', id) ? [{ noun: 'list', key: id, after: null }] : []),
  remaining: (see, input) => (see.row('list', input.id) ? input : undefined),
};

export const listCommands = {
  'list.create': create,
  'list.update': update,
  'list.delete': remove,
};
