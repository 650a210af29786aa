// Recurrence in words. It needs the rules of recurrence: import it only in code that is loaded late.
import { occurrences, ruleText } from '@tydo/rules/recurrence';
import type { Task } from '../sync/use-view.ts';

/** Of weekdays and months. */
const names =
  /\b((mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\b/g;

type RuleFrom = Task['ruleFrom'];

/** "every month on the 30th"; a rule that has no words is "a rule of its own". */
export function ruleWords(rule: string, ruleFrom: RuleFrom): string {
  const text = ruleSource(rule, ruleFrom)
    .replace(/^(every!?) (?=\d+(st|nd|rd|th)|last )/, '$1 month on the ')
    .replace(/^(every!?) (?=\d+ [a-z]{3}\b)/, '$1 year on ')
    .replaceAll(names, (name) => name.charAt(0).toUpperCase() + name.slice(1));
  if (!text.startsWith('every')) return 'a rule of its own';
  return ruleFrom === 'completion' ? `${text.replace('every!', 'every')}, after completion` : text;
}

/** The rule as a person types it: in words that are read back, else as it is. */
export function ruleSource(rule: string, ruleFrom: RuleFrom): string {
  try {
    return ruleText(rule, ruleFrom);
  } catch {
    return rule;
  }
}

/** The round after a date; undefined where there is none, or where it depends on when it is done. */
export function roundAfter(rule: string, ruleFrom: RuleFrom, due: string): string | undefined {
  if (ruleFrom === 'completion') return undefined;
  try {
    return occurrences(rule, due, { after: due })[0];
  } catch {
    return undefined;
  }
}
