import type { SettingsRead } from '@tydo/schemas/settings';
import type { SyncRow } from '@tydo/schemas/sync';
import type { ExchangeRows } from './export-format.ts';

type Rows = {
  [Noun in 'task' | 'list' | 'section' | 'label' | 'filter']: Map<
    unknown,
    Extract<SyncRow, { noun: Noun }>['row']
  >;
};

/** The rows of a snapshot, by noun. A row that was changed meanwhile may come twice: the last one counts. */
export function rowsOfSnapshot(all: readonly SyncRow[], settings: SettingsRead): ExchangeRows {
  const rows: Rows = {
    task: new Map(),
    list: new Map(),
    section: new Map(),
    label: new Map(),
    filter: new Map(),
  };
  for (const one of all) add(rows, one);
  return {
    settings,
    lists: [...rows.list.values()],
    sections: [...rows.section.values()],
    labels: [...rows.label.values()],
    filters: [...rows.filter.values()],
    tasks: [...rows.task.values()],
  };
}

/** Each case has the type of its rows. */
function add(rows: Rows, one: SyncRow): void {
  switch (one.noun) {
    case 'task':
      rows.task.set(one.row.id, one.row);
      break;
    case 'list':
      rows.list.set(one.row.id, one.row);
      break;
    case 'section':
      rows.section.set(one.row.id, one.row);
      break;
    case 'label':
      rows.label.set(one.row.id, one.row);
      break;
    case 'filter':
      rows.filter.set(one.row.id, one.row);
      break;
    // Settings are given apart, and files have no other nouns.
    case 'settings':
    default:
      break;
  }
}
