// Sections on a device, and what each command makes of them, by the rules that the server goes by.
import { requireRoom } from '@tydo/rules/ordered-row';
import { createSection } from '@tydo/rules/section';
import { changeTask } from '@tydo/rules/task';
import { MissingRow } from '@tydo/rules/violation';
import {
  SectionCreate,
  SectionDelete,
  SectionMove,
  SectionRead,
  SectionUpdate,
  sectionLimits,
} from '@tydo/schemas/section';
import { orderedCommands, orderedNoun } from './ordered.ts';
import { renamed } from './renaming.ts';
import type { TydoWritten } from './rows.ts';

export const section = orderedNoun<'section'>(SectionRead, { references: { listId: 'list' } });

const { create, update, move, remove } = orderedCommands({
  noun: 'section',
  schemas: {
    create: SectionCreate,
    update: SectionUpdate,
    move: SectionMove,
    delete: SectionDelete,
  },
  texts: ['name'],
  created(see, input, made) {
    const { listId } = input;
    if (!see.row('list', listId)) throw new MissingRow('list');
    const { length } = see.where('section', 'listId', listId);
    requireRoom(length, sectionLimits.count, 'sections in a list');
    return createSection(input, made);
  },
  changed: (see, change, now) => renamed(see, 'section', change, now),
  deleted: (see, { id }, now) =>
    see.where('task', 'sectionId', id).map((row): TydoWritten => {
      return { noun: 'task', key: row.uid, after: changeTask(row, { sectionId: null }, { now }) };
    }),
  areSiblings: (one, other) => one.listId === other.listId,
});

export const sectionCommands = {
  'section.create': create,
  'section.update': update,
  'section.move': move,
  'section.delete': remove,
};
