import { dayFor, dayOf, today } from '@tydo/rules/date';
import type { ExchangeRows, Written } from '../export-format.ts';
import { ruleOfUnit, type Unit, weekdaysRule } from '../formats/rules-of-units.ts';
import { LossCounter, type NamedTask, namedTasks } from './rows.ts';

const word = (name: string): string => name.replace(/\s+/g, '_');
/** What a reader takes for a mark. */
const marks = /(?:^| )(?:[+@]\S|(?:due|t|rec|pri):\S)/;

/** A line a task. Its creation date comes before the title, so that no title begins like a mark. */
export function writeTodoTxt(rows: ExchangeRows): Written {
  const lost = new LossCounter();
  const { zone } = rows.settings;
  const lines = namedTasks(rows).map((named) => {
    countLost(named, lost);
    return `${lineOf(named, zone, lost)}\n`;
  });
  return { text: lines.join(''), lost: lost.lost };
}

function lineOf({ task, list, labels }: NamedTask, zone: string, lost: LossCounter): string {
  const letter =
    task.priority === 0 ? '' : task.priority < 5 ? 'A' : task.priority === 5 ? 'B' : 'C';
  const created = today(task.createdAt, zone);
  const head = task.completed
    ? ['x', today(task.completedAt ?? task.createdAt, zone), created]
    : [letter && `(${letter})`, created];
  const rec = recOf(task.rule, task.due, task.ruleFrom);
  lost.add('rules', task.rule !== null && rec === undefined);
  return [
    ...head,
    task.title,
    list && `+${word(list)}`,
    ...labels.map((name) => `@${word(name)}`),
    task.due && `due:${dayFor(task.due, zone)}`,
    task.start && `t:${dayFor(task.start, zone)}`,
    rec && `rec:${rec}`,
    task.completed && letter && `pri:${letter}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** A rule as `1w`, from its due as `+1w`; undefined for one that cannot be said so. */
function recOf(rule: string | null, due: string | null, ruleFrom: string): string | undefined {
  if (rule === null || due === null) return undefined;
  const plus = ruleFrom === 'due' ? '+' : '';
  if (rule === weekdaysRule) return `${plus}1b`;
  const [, unit = '', number = '1'] =
    /^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=(\d+))?(?:;|$)/.exec(rule) ?? [];
  const letter = unit.charAt(0).toLowerCase();
  if (letter === '') return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The pattern has these letters only.
  const same = ruleOfUnit(Number(number), letter as Unit, due, plus === '') === rule;
  return same ? `${plus}${number}${letter}` : undefined;
}

function countLost({ task, section, labels, list }: NamedTask, lost: LossCounter): void {
  lost.add('descriptions', task.description !== null);
  lost.add('sections', section !== undefined);
  lost.add('parents', task.parentUid !== null);
  lost.add('deadlines', task.deadline !== null);
  lost.add(
    'times of day',
    [task.due, task.start].some((date) => date !== null && date !== dayOf(date)),
  );
  lost.add('signs in titles', marks.test(task.title));
  lost.add('priorities', ![0, 1, 5, 9].includes(task.priority));
  lost.add(
    'blanks in names',
    [...labels, list ?? ''].some((name) => /\s/.test(name)),
  );
}
