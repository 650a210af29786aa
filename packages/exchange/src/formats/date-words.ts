import { dayOf } from '@tydo/rules/date';
import { parseQuickAdd } from '@tydo/rules/quick-add';
import type { RuleFrom } from '@tydo/rules/recurrence';
import { onClock } from '../text/moments.ts';
import type { ReadOptions } from './reader.ts';

/** What a phrase such as `every day at 9:00` says. */
export interface DateWords {
  due: string;
  rule?: string | undefined;
  ruleFrom?: RuleFrom | undefined;
}

/**
 * Reads a date in words by the grammar of quick add; undefined where any part of it means something else.
 *
 * @param source the time zone of its times; undefined where it has none.
 */
export function readDateWords(
  text: string,
  { zone, now, weekStart = 1, dateOrder = 'mdy' }: ReadOptions,
  source?: string,
): DateWords | undefined {
  const options = { now, zone: source ?? zone, weekStart, dateOrder };
  const { title, spans, due, rule, ruleFrom } = parseQuickAdd(`x ${text}`, options);
  const isDates = spans.every(({ kind }) => kind === 'due' || kind === 'rule');
  if (title !== 'x' || !isDates || due === undefined) return undefined;
  const date = due === dayOf(due) ? due : onClock(due, { source, own: zone });
  return date === undefined ? undefined : { due: date, rule, ruleFrom };
}
