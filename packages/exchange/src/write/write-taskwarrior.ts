import { dayOf, instantOf } from '@tydo/rules/date';
import { withoutUndefined } from '@tydo/rules/row';
import type { ExchangeRows, Written } from '../export-format.ts';
import { ruleOfUnit, type Unit, weekdaysRule } from '../formats/rules-of-units.ts';
import { uuid5 } from '../text/uuid5.ts';
import { LossCounter, type NamedTask, namedTasks } from './rows.ts';

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** `task import` takes them for the end of a tag. */
const marks = /[\s,]+/g;

const recurs: readonly [string, number, Unit][] = [
  ['daily', 1, 'd'],
  ['weekly', 1, 'w'],
  ['biweekly', 2, 'w'],
  ['monthly', 1, 'm'],
  ['quarterly', 3, 'm'],
  ['yearly', 1, 'y'],
];

/** What `task import` reads. */
export function writeTaskwarrior(rows: ExchangeRows): Written {
  const lost = new LossCounter();
  const items = namedTasks(rows).map((named) => {
    countLost(named, lost);
    return itemOf(named, rows.settings.zone, lost);
  });
  const lines = items.map((item) => JSON.stringify(item));
  return { text: `[\n${lines.join(',\n')}\n]\n`, lost: lost.lost };
}

/** `20261224T170000Z` */
const stamp = (instant: string): string => instant.replaceAll(/[-:]|\.\d+/g, '');

function itemOf(
  { task, list, section, labels }: NamedTask,
  zone: string,
  lost: LossCounter,
): object {
  const timeOf = (date: string | null) =>
    date === null ? undefined : stamp(instantOf(date, zone));
  const recur = task.completed ? undefined : recurOf(task.rule, task.due, task.ruleFrom);
  lost.add('rules', task.rule !== null && recur === undefined);
  const isUuid = uuid.test(task.uid);
  const project = [list, section].filter((name) => name !== undefined).join('.');
  return withoutUndefined({
    uuid: isUuid ? task.uid : uuid5(['taskwarrior', task.uid]),
    tydouid: isUuid ? undefined : task.uid,
    description: task.title,
    status: task.completed ? 'completed' : recur === undefined ? 'pending' : 'recurring',
    entry: stamp(task.createdAt),
    modified: stamp(task.updatedAt),
    end: task.completed ? stamp(task.completedAt ?? task.updatedAt) : undefined,
    due: timeOf(task.due),
    wait: timeOf(task.start),
    recur,
    project: project === '' ? undefined : project,
    tags: labels.length === 0 ? undefined : labels.map((name) => name.replace(marks, '_')),
    priority:
      task.priority === 0 ? undefined : task.priority < 5 ? 'H' : task.priority === 5 ? 'M' : 'L',
    annotations: annotationsOf(task.description, task.createdAt),
  });
}

/** Each line is one, a second later than the one before: Taskwarrior knows them by their times. */
function annotationsOf(description: string | null, createdAt: string): object[] | undefined {
  const lines = (description ?? '').split(/[\r\n]+/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return lines.map((line, index) => ({
    entry: stamp(new Date(Date.parse(createdAt) + index * 1000).toISOString()),
    description: line,
  }));
}

function recurOf(rule: string | null, due: string | null, ruleFrom: string): string | undefined {
  if (rule === null || due === null || ruleFrom === 'completion') return undefined;
  if (rule === weekdaysRule) return 'weekdays';
  return recurs.find(([, count, unit]) => ruleOfUnit(count, unit, due) === rule)?.[0];
}

function countLost({ task, list, labels }: NamedTask, lost: LossCounter): void {
  lost.add('parents', task.parentUid !== null);
  lost.add('deadlines', task.deadline !== null);
  lost.add(
    'zones of times',
    [task.due, task.start].some((date) => date?.endsWith(']') ?? false),
  );
  lost.add(
    'midnights',
    [task.due, task.start].some((date) => date !== null && isMidnight(date)),
  );
  lost.add('priorities', ![0, 1, 5, 9].includes(task.priority));
  lost.add('points in names of lists', list?.includes('.') ?? false);
  lost.add(
    'blanks and commas in names of labels',
    labels.some((name) => name.search(marks) >= 0),
  );
}

/** Taskwarrior has no days without a time: midnight is one. */
const isMidnight = (date: string) => date !== dayOf(date) && /T00:00(?:\[|$)/.test(date);
