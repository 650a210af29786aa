// Dates and rules as people type them into a field of their own. It needs the parser of quick add: import it
// only in code that is loaded late.
import { dayOf, instantOf, isDate, normalizeDate } from '@tydo/rules/date';
import { parseQuickAdd, type QuickAdd } from '@tydo/rules/quick-add';
import { occurrences, ruleProblem } from '@tydo/rules/recurrence';
import type { SettingsRead } from '@tydo/schemas/settings';
import type { DayClock } from './use-day-clock.ts';

export interface Reader {
  clock: DayClock;
  settings: Pick<SettingsRead, 'dateOrder' | 'weekStart'>;
}

/** Reads the whole text; undefined where a part of it means nothing. */
function readWhole(text: string, now: string, { clock, settings }: Reader): QuickAdd | undefined {
  const { dateOrder, weekStart } = settings;
  const parsed = parseQuickAdd(text, { now, zone: clock.zone, dateOrder, weekStart });
  const rest = parsed.spans.reduceRight(
    (left, { start, end }) => left.slice(0, start) + left.slice(end),
    text,
  );
  return /[^\s,]/.test(rest) ? undefined : parsed;
}

/**
 * Reads a date: "next fri", "dec 24 9am". A time alone is one of the day that the value has.
 *
 * @returns undefined where it is no date.
 */
export function readDate(
  text: string,
  { value, isDay, ...reader }: Reader & { value: string | null; isDay: boolean },
): string | undefined {
  const { now, today, zone } = reader.clock;
  const typed = text.trim();
  const date = isDate(typed) ? normalizeDate(typed) : readWhole(typed, now, reader)?.due;
  if (date === undefined || isDay) return date && dayOf(date);
  const at = (time: string) => readWhole(typed, instantOf(`${today}T${time}`, zone), reader)?.due;
  const [early = '', late = ''] = [at('00:01'), at('23:58')];
  const isTimeAlone = early !== late && early.slice(10) === late.slice(10) && early.includes('T');
  return value !== null && isTimeAlone ? dayOf(value) + date.slice(10) : date;
}

export interface ReadRule {
  rule: string;
  ruleFrom: 'due' | 'completion';
  due: string;
}

/**
 * Reads a rule: "every 2 weeks", "every! month", "FREQ=DAILY".
 *
 * @param due of the task: the first round is on it or after it, where the text names no date.
 * @returns a sentence that says why it is none.
 */
export function readRule(
  text: string,
  { due, ...reader }: Reader & { due: string | null },
): ReadRule | string {
  const typed = text.trim().replace(/^RRULE:/i, '');
  const from = due ?? reader.clock.today;
  if (/^FREQ=/i.test(typed)) {
    const rule = typed.toUpperCase();
    return ruleProblem(rule, from) ?? withFirst(rule, 'due', from);
  }
  const { now } = reader.clock;
  const parsed =
    [typed, `every ${typed}`]
      .map((words) => readWhole(words, now, reader))
      .find((one) => one?.rule !== undefined) ?? undefined;
  if (parsed?.rule === undefined || parsed.due === undefined) {
    return 'Use words such as “every 2 weeks”, “every! month”, or a rule: FREQ=…';
  }
  const { rule, ruleFrom = 'due' } = parsed;
  const saysWhen =
    parsed.spans.some(({ kind }) => kind === 'due') || /\b(starting|from)\b/i.test(text);
  return saysWhen ? { rule, ruleFrom, due: parsed.due } : withFirst(rule, ruleFrom, from);
}

/** The rule with its first round, on the day or after it. */
export function withFirst(rule: string, ruleFrom: ReadRule['ruleFrom'], from: string): ReadRule {
  const first = ruleFrom === 'completion' ? from : (occurrences(rule, from)[0] ?? from);
  return { rule, ruleFrom, due: first };
}
