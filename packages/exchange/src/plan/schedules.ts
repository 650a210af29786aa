import { dayOf, isDate, normalizeDate } from '@tydo/rules/date';
import { ruleProblem } from '@tydo/rules/recurrence';
import type { ImportTask } from '@tydo/schemas/import';
import type { Notes } from './notes.ts';
import type { SourceTask } from './source-task.ts';

type Schedule = Pick<
  ImportTask,
  'due' | 'start' | 'deadline' | 'rule' | 'ruleFrom' | 'anchor' | 'occurrence'
>;

/** The dates and the rule of a task, and lines of the description for what has no place. */
export function scheduleOf(
  task: SourceTask,
  notes: Notes,
): { schedule: Schedule; lines: string[] } {
  const lines: string[] = [];
  const keep = (field: string, text: string, why: string) => {
    lines.push(`${field}: ${text}`);
    notes.changed(task.row, why, field.toLowerCase());
  };
  const read = (field: 'Due' | 'Start' | 'Deadline', text: string | undefined) => {
    if (text === undefined) return undefined;
    if (isDate(text)) return normalizeDate(text);
    keep(field, text, `This is no date of the years 1900 to 2199: ${text}`);
    return undefined;
  };
  const due = read('Due', task.due);
  const start = read('Start', task.start);
  const deadline = read('Deadline', task.deadline);
  if (deadline !== undefined && deadline !== dayOf(deadline))
    keep('Deadline', deadline, 'A deadline is a day, without a time.');
  const repeats = task.repeats ?? unusableRule(task, due);
  if (repeats !== undefined)
    keep('Repeats', repeats, 'It recurs in a way that cannot be said here.');
  return {
    schedule: {
      due,
      start,
      deadline: deadline && dayOf(deadline),
      ...(repeats === undefined && task.rule !== undefined
        ? seriesOf(task)
        : { occurrence: dateOf(task.occurrence) }),
    },
    lines,
  };
}

const dateOf = (text: string | undefined) =>
  text !== undefined && isDate(text) ? normalizeDate(text) : undefined;

/** The rule where it cannot be used. */
function unusableRule({ rule, anchor }: SourceTask, due: string | undefined): string | undefined {
  if (rule === undefined) return undefined;
  const isUsable = due !== undefined && ruleProblem(rule, dateOf(anchor) ?? due) === null;
  return isUsable ? undefined : rule;
}

const seriesOf = ({ rule, ruleFrom, anchor, occurrence }: SourceTask): Schedule => ({
  rule,
  ruleFrom: ruleFrom === 'completion' ? ruleFrom : undefined,
  anchor: dateOf(anchor),
  occurrence: dateOf(occurrence),
});
