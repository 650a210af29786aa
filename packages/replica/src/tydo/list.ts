// Lists on a device, and what each command makes of them, by the rules that the server goes by.
import { archiveList, createList } from '@tydo/rules/list';
import { requireRoom } from '@tydo/rules/ordered-row';
import {
  ListArchive,
  ListCreate,
  ListDelete,
  ListMove,
  ListRead,
  ListUpdate,
  listLimits,
} from '@tydo/schemas/list';
import { orderedCommands, orderedNoun } from './ordered.ts';
import { renamed } from './renaming.ts';
import { whileThere } from './row-input.ts';
import type { TydoCommand, TydoWritten } from './rows.ts';

export const list = orderedNoun<'list'>(ListRead);

const { create, update, move, remove } = orderedCommands({
  noun: 'list',
  schemas: { create: ListCreate, update: ListUpdate, move: ListMove, delete: ListDelete },
  texts: ['name'],
  created(see, input, made) {
    requireRoom(see.all('list').length, listLimits.count, 'lists');
    return createList(input, made);
  },
  changed: (see, change, now) => renamed(see, 'list', change, now),
  deleted: (see, { id }) => [
    ...see
      .where('section', 'listId', id)
      .map((row): TydoWritten => ({ noun: 'section', key: row.id, after: null })),
    ...see
      .where('task', 'listId', id)
      .map((row): TydoWritten => ({ noun: 'task', key: row.uid, after: null })),
  ],
});

const archive: TydoCommand<ListArchive> = {
  parse: (input) => ListArchive.parse(input),
  apply(see, { id, archived }, { now }) {
    const row = see.row('list', id);
    return row ? [{ noun: 'list', key: id, after: archiveList(row, archived, now) }] : [];
  },
  remaining: whileThere('list'),
};

export const listCommands = {
  'list.create': create,
  'list.update': update,
  'list.move': move,
  'list.archive': archive,
  'list.delete': remove,
};
