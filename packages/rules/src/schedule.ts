// The dates and the rule of a task (DOMAIN §2, §4, §5): what a change makes of them.
import type { TaskRead } from '@tydo/schemas/task';
import { dayOf, isDate, normalizeDate } from './date.ts';
import type { Changes } from './row.ts';
import { RuleViolation } from './violation.ts';

/** When a task is to be done. */
export type Schedule = Pick<
  TaskRead,
  'due' | 'start' | 'deadline' | 'rule' | 'ruleFrom' | 'anchor' | 'occurrence'
>;

/**
 * Why a rule is refused; null where it is not: `ruleProblem` of recurrence.ts. An argument, because a device
 * loads that late.
 */
export type RuleProblem = (rule: string, anchor: string) => string | null;

/** What callers write of it. */
export type ScheduleChanges = Changes<Omit<Schedule, 'occurrence'>>;

export const noSchedule: Schedule = {
  due: null,
  start: null,
  deadline: null,
  rule: null,
  ruleFrom: 'due',
  anchor: null,
  occurrence: null,
};

const noRule = { rule: null, ruleFrom: 'due', anchor: null, occurrence: null } as const;

/**
 * The fields of a task's schedule after a change; the caller compares them with what is there. Another rule
 * or anchor begins a series: it is counted from the anchor, or the due, and the task stands for its due.
 * Another due alone postpones this round.
 *
 * @throws RuleViolation for what is no date or no rule, a rule without a due, and an anchor or
 * `ruleFrom: 'completion'` without a rule.
 */
export function changeSchedule(
  schedule: Schedule,
  changes: ScheduleChanges,
  ruleProblem: RuleProblem,
): Changes<Schedule> {
  if (Object.keys(noSchedule).every((field) => !(field in changes))) return {};
  const start = dateIn(changes, 'start');
  const deadline = dateIn(changes, 'deadline');
  if (deadline != null && deadline !== dayOf(deadline))
    throw new RuleViolation('A deadline is a day, without a time.', 'deadline');
  const sentDue = dateIn(changes, 'due');
  const others = { start, deadline, due: sentDue };
  const due = sentDue === undefined ? schedule.due : sentDue;
  const isRuleCleared = changes.rule === undefined && due === null;
  const rule = isRuleCleared || changes.rule === undefined ? schedule.rule : changes.rule;
  const sentAnchor = dateIn(changes, 'anchor');
  if (isRuleCleared || rule === null) {
    refuseWithoutRule(changes);
    // The copy of a done round keeps its occurrence as long as it has a due.
    return schedule.rule === null && sentDue !== null ? others : { ...others, ...noRule };
  }
  if (due === null) throw new RuleViolation('A rule needs a due date.', 'rule');
  const { ruleFrom = schedule.rule === null ? 'due' : schedule.ruleFrom } = changes;
  const anchor = sentAnchor === undefined ? schedule.anchor : (sentAnchor ?? due);
  const isSame = rule === schedule.rule && anchor === schedule.anchor;
  if (isSame) return { ...others, anchor, ruleFrom };
  const beginning = sentAnchor ?? due;
  const problem = ruleProblem(rule, beginning);
  if (problem !== null) throw new RuleViolation(problem, 'rule');
  return { ...others, rule, ruleFrom, anchor: beginning, occurrence: due };
}

/** Whether the fields fit together; an undo must not break this. */
export const isWholeSchedule = ({ due, rule, ruleFrom, anchor, occurrence }: Schedule): boolean =>
  rule === null
    ? anchor === null && ruleFrom === 'due'
    : due !== null && anchor !== null && occurrence !== null;

function refuseWithoutRule({ anchor, ruleFrom }: ScheduleChanges): void {
  if (anchor != null) throw new RuleViolation('An anchor needs a rule.', 'anchor');
  if (ruleFrom === 'completion') throw new RuleViolation('`completion` needs a rule.', 'ruleFrom');
}

/** The date as it is stored; undefined where it is not sent. */
function dateIn(
  changes: ScheduleChanges,
  field: 'due' | 'start' | 'deadline' | 'anchor',
): string | null | undefined {
  const text = changes[field];
  if (text == null) return text;
  if (!isDate(text))
    throw new RuleViolation(
      'Use a date such as 2026-03-29, 2026-03-29T09:00 or 2026-03-29T09:00[Europe/Berlin].',
      field,
    );
  return normalizeDate(text);
}
