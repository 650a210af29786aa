// Filters on a device, and what each command makes of them, by the rules that the server goes by.
import { newRow, requireRoom } from '@tydo/rules/ordered-row';
import { withoutUndefined } from '@tydo/rules/row';
import {
  FilterCreate,
  FilterDelete,
  FilterMove,
  FilterRead,
  FilterUpdate,
  filterLimits,
} from '@tydo/schemas/filter';
import { lateRules } from './late-rules.ts';
import { orderedCommands, orderedNoun } from './ordered.ts';
import type { TydoSee } from './rows.ts';

export const filter = orderedNoun<'filter'>(FilterRead);

/** Until the rules are here, a query counts as one that parses. @throws RuleViolation */
function requireQuery(see: TydoSee, query: string): void {
  if (see.isLateHere()) lateRules().requireQuery(query);
}

const { create, update, move, remove } = orderedCommands({
  noun: 'filter',
  schemas: { create: FilterCreate, update: FilterUpdate, move: FilterMove, delete: FilterDelete },
  texts: ['name', 'query'],
  created(see, input, made) {
    requireRoom(see.all('filter').length, filterLimits.count, 'filters');
    requireQuery(see, input.query);
    return { color: null, ...withoutUndefined(newRow(input, made)) };
  },
  changed(see, { before, after }) {
    if (before.query !== after.query) requireQuery(see, after.query);
    return [];
  },
});

export const filterCommands = {
  'filter.create': create,
  'filter.update': update,
  'filter.move': move,
  'filter.delete': remove,
};
