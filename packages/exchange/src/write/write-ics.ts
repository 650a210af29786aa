import type { TaskRead } from '@tydo/schemas/task';
import type { ExchangeRows, Written } from '../export-format.ts';
import { calendarText, todoLines } from './calendar.ts';
import { escapeText } from './ics-lines.ts';
import { LossCounter, type NamedTask, namedTasks } from './rows.ts';

/** All tasks as VTODOs, with fields of ours for what iCalendar does not know. */
export function writeIcs(rows: ExchangeRows): Written {
  const lost = new LossCounter();
  lost.add('filters', rows.filters.length > 0);
  const tasks = namedTasks(rows);
  const text = calendarText(['X-WR-CALNAME:Tydo'], tasks, (named) =>
    todoLines(named, ownLines(named)),
  );
  return { text, lost: lost.lost };
}

/** `X-TYDO-LIST` is always there: where it is empty, the task is in the Inbox. */
const ownLines = ({ task, list = '', section }: NamedTask): string[] => [
  `X-TYDO-LIST:${escapeText(list)}`,
  ...(section === undefined ? [] : [`X-TYDO-SECTION:${escapeText(section)}`]),
  ...(task.deadline === null ? [] : [`X-TYDO-DEADLINE:${task.deadline}`]),
  ...repeatLine(task),
];

/** What RRULE does not say of a series. */
function repeatLine({ rule, ruleFrom, anchor, occurrence, due, start }: TaskRead): string[] {
  const isPlain = ruleFrom === 'due' && anchor === due && occurrence === due && start === null;
  if (rule === null || isPlain) return [];
  const parts = [`from=${ruleFrom}`, `anchor=${anchor}`, `occurrence=${occurrence}`];
  return [`X-TYDO-REPEAT:${escapeText(parts.join(';'))}`];
}
