// todo.txt: a task a line (https://github.com/todotxt/todo.txt).

import { checkCell, checkRows } from '../limits.ts';
import type { PlanBuilder } from '../plan/plan-builder.ts';
import type { SourceSchedule } from '../plan/source-task.ts';
import { dateOrNone, timestampOf } from '../text/moments.ts';
import { defaultList, type Reader, type ReadOptions } from './reader.ts';
import { ruleOfUnit, type Unit, weekdaysRule } from './rules-of-units.ts';

const head = /^(?:(x) )?(?:\(([A-Z])\) )?(?:(\d{4}-\d\d-\d\d) )?(?:(\d{4}-\d\d-\d\d) )?(.*)$/;
const priorities: Record<string, number> = { A: 1, B: 5 };
const keys = /^(due|t|rec|pri):(\S+)$/;
const sign = /^([+@])(\S+)$/;
const keyValue = /^[^\s:/]+:[^\s:/]\S*$/;

export const readTodoTxt: Reader = (text, plan, options) => {
  const lines = text.split(/\r\n|\r|\n/);
  const rows = lines.filter((line) => line.trim() !== '').length;
  checkRows(rows);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    checkCell(line.length, index + 1);
    readLine(line, index + 1, plan, options);
  }
  return rows;
};

function readLine(line: string, row: number, plan: PlanBuilder, options: ReadOptions): void {
  const [, x, letter, first, second, rest = ''] = head.exec(line) ?? [];
  const completed = x !== undefined;
  const words = readWords(rest, plan, row);
  const [created, done] = completed ? [second, first] : [first, undefined];
  const [project, ...others] = words.projects;
  const listId = project === undefined ? undefined : plan.holders.list(project, { row });
  plan.task({
    row,
    key: line,
    title: words.title,
    listId: listId ?? defaultList(plan, options, row),
    labelIds: plan.labels([...others, ...words.contexts], row),
    priority: priorityOf(letter ?? words.priority),
    completed,
    completedAt: done && timestampOf(done, options.zone),
    createdAt: created && timestampOf(created, options.zone),
    ...words.schedule,
  });
}

const priorityOf = (letter: string | undefined): number | undefined =>
  letter === undefined ? undefined : (priorities[letter] ?? 9);

interface Words {
  title: string;
  projects: string[];
  contexts: string[];
  priority: string | undefined;
  schedule: SourceSchedule;
}

/** Signs and keys at the end are taken away; elsewhere signs lose their mark, and unknown keys are text. */
function readWords(text: string, plan: PlanBuilder, row: number): Words {
  const words = text.split(' ').filter((word) => word !== '');
  const isSign = (word: string) => sign.test(word) || keyValue.test(word);
  const end = words.findLastIndex((word) => !isSign(word)) + 1;
  const found: Words = { title: '', projects: [], contexts: [], priority: undefined, schedule: {} };
  const said = new Map<string, string>();
  const kept = words.flatMap((word, index) => {
    const [, key = '', value = ''] = keys.exec(word) ?? [];
    if (key !== '' && !said.has(key) && isValue(key, value)) {
      said.set(key, value);
      return [];
    }
    if (key === 'due' || key === 't') plan.notes.changed(row, `This is no date: ${word}`, key);
    const [, mark, name = ''] = sign.exec(word) ?? [];
    if (mark === undefined) return [word];
    (mark === '+' ? found.projects : found.contexts).push(name);
    return index < end ? [name] : [];
  });
  found.title = kept.join(' ');
  found.priority = said.get('pri');
  found.schedule = { due: said.get('due'), start: said.get('t'), ...repeatOf(said) };
  return found;
}

function isValue(key: string, value: string): boolean {
  if (key === 'pri') return /^[A-Z]$/.test(value);
  return key === 'rec' || dateOrNone(value) !== undefined;
}

function repeatOf(said: ReadonlyMap<string, string>): SourceSchedule {
  const [text, due] = [said.get('rec'), said.get('due')];
  if (text === undefined) return {};
  const [, plus, number, unit] = /^(\+?)(\d{1,5})([dwmyb])$/.exec(text) ?? [];
  const count = Number(number);
  if (due === undefined || unit === undefined || count === 0) return { repeats: text };
  const ruleFrom = plus === '' ? 'completion' : 'due';
  if (unit === 'b') return count === 1 ? { rule: weekdaysRule, ruleFrom } : { repeats: text };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The pattern has these letters only.
  return { rule: ruleOfUnit(count, unit as Unit, due, plus === ''), ruleFrom };
}
