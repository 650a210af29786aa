// What a text for a new task means, with what the person has decided about it.
import { parseQuickAdd, type QuickAdd, type QuickAddOptions } from '@tydo/rules/quick-add';
import type { SettingsRead } from '@tydo/schemas/settings';
import type { DayClock } from '../../dates/use-day-clock.ts';
import type { Label, List, Section } from '../../sync/use-view.ts';
import { doubtKey, type Marks, maskedText, unmasked } from './marks.ts';

/** What names can stand for. */
export interface Known {
  lists: readonly List[];
  sections: readonly Section[];
  labels: readonly Pick<Label, 'id' | 'name'>[];
}

export interface Context {
  clock: DayClock;
  settings: Pick<SettingsRead, 'dateOrder' | 'weekStart'>;
  known: Known;
}

/** The readings that are meant; `doubts` are the ones that are not. */
export type Reading = QuickAdd;

export function readText(marks: Marks, { clock, settings, known }: Context): Reading {
  const masked = maskedText(marks);
  const read = (sections: readonly Section[]) =>
    parseQuickAdd(masked, optionsOf({ clock, settings, known: { ...known, sections } }));
  const first = read(known.sections);
  const list = known.lists.find(({ name }) => name === first.list);
  // A section is one of the list that is named.
  const isOther = first.section !== undefined && list !== undefined;
  const parsed = isOther ? read(known.sections.filter(({ listId }) => listId === list.id)) : first;
  return { ...withOthers(parsed, marks.others), title: unmasked(parsed.title, marks) };
}

function optionsOf({ clock, settings, known }: Context): QuickAddOptions {
  const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
  return {
    now: clock.now,
    zone: clock.zone,
    dateOrder: settings.dateOrder,
    weekStart: settings.weekStart,
    names: {
      lists: namesOf(known.lists),
      sections: namesOf(known.sections),
      labels: namesOf(known.labels),
    },
  };
}

/** The other reading takes the place of the likelier one, which can be chosen again. */
function withOthers(parsed: QuickAdd, others: Marks['others']): Reading {
  const { doubts } = parsed;
  if (!doubts) return parsed;
  const reading = { ...parsed };
  reading.doubts = doubts.map((doubt) => {
    const likelier = parsed[doubt.field];
    if (!others.has(doubtKey(doubt)) || likelier === undefined) return doubt;
    reading[doubt.field] = doubt.other;
    return { field: doubt.field, other: likelier };
  });
  return reading;
}

/** The doubt as `doubtKey` names it: by the reading that is less likely, whichever is chosen. */
export const keyOfDoubt = (
  { field, other }: { field: 'due' | 'start' | 'deadline' | 'rule'; other: string },
  reading: Reading,
  { others }: Marks,
): string => {
  const chosen = doubtKey({ field, other: reading[field] ?? '' });
  return others.has(chosen) ? chosen : doubtKey({ field, other });
};
