import { calendarText, eventLines, todoLines } from '@tydo/exchange/write/calendar';
import type { LabelRead } from '@tydo/schemas/label';
import type { TaskRead } from '@tydo/schemas/task';

const forms = ['todos', 'events'] as const;
/** As tasks, or as events for calendars that show no tasks. */
export type FeedForm = (typeof forms)[number];

export const isFeedForm = (text: unknown): text is FeedForm => forms.some((form) => form === text);

const properties = [
  'X-WR-CALNAME:Tydo',
  'REFRESH-INTERVAL;VALUE=DURATION:PT15M',
  'X-PUBLISHED-TTL:PT15M',
];

/** A calendar; the same tasks are the same bytes. */
export function feedText(
  { tasks, labels }: { tasks: readonly TaskRead[]; labels: readonly LabelRead[] },
  form: FeedForm,
): string {
  const names = new Map(labels.map(({ id, name }) => [id, name]));
  const named = tasks.map((task) => ({
    task,
    list: undefined,
    section: undefined,
    labels: task.labelIds.flatMap((id) => names.get(id) ?? []),
  }));
  return calendarText(properties, named, form === 'events' ? eventLines : (one) => todoLines(one));
}
