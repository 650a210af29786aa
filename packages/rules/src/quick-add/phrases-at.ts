import type { DateWords, Language, RuleWords } from './language.ts';
import { endOf, longest, type Match, matchAt, phrase } from './match.ts';
import type { Meaning, Phrase, SpanKind } from './phrase.ts';

/** What is possible: a date that the calendar has, a rule that occurs. */
export interface Checks {
  isDate: (date: DateWords) => boolean;
  isRule: (rule: RuleWords) => boolean;
}

const priorities = [0, 1, 5, 9, 0];
const priority = phrase('p([1-4])', (level) => ({ priority: priorities[Number(level)] ?? 0 }));

/** A date as due. "In 45 min" has a time already. */
const dueOf = (date: DateWords): Meaning =>
  date.date.kind === 'in' && /^(?:minute|hour)$/.test(date.date.unit)
    ? { date, time: undefined }
    : { date };

/** All phrases that begin at an offset of the text, except signs (signs.ts). */
export function phrasesAt(text: string, at: number, language: Language, checks: Checks): Phrase[] {
  const { dates, times, rules, counts, prefixes } = language;
  const behind = (prefix: RegExp) => longest(dates, text, endOf(prefix, text, at), checks.isDate);
  const phrases: Phrase[] = [];
  const add = <Words>(
    kind: SpanKind,
    match: Match<Words> | undefined,
    meaningOf: (words: Words) => Meaning,
    weak?: Phrase['weak'],
  ) => {
    if (match)
      phrases.push({ kind, start: at, end: match.end, means: meaningOf(match.words), weak });
  };

  const date = longest(dates, text, at, checks.isDate);
  add('due', date, dueOf, date?.words.weak ? 'edges' : undefined);
  add('due', behind(prefixes.due), dueOf);
  add('due', longest(times, text, at), (time) => ({ time }));

  const rule = longest(rules, text, at, checks.isRule);
  add('rule', rule, (words) => ({ rule: words }), rule?.words.weak ? 'end' : undefined);
  add('rule', behind(prefixes.from), dueOf);
  add('rule', behind(prefixes.until), (end) => ({ end }));
  add('rule', longest(counts, text, at), (end) => ({ end }));

  const start = behind(prefixes.start);
  const startTime = start && longest(times, text, endOf(/,?\s+/y, text, start.end));
  add('start', start && { ...start, end: startTime?.end ?? start.end }, (words) => ({
    start: { date: words, time: startTime?.words },
  }));
  add('deadline', behind(prefixes.deadline), (deadline) => ({ deadline }));
  const [braces, inner = ''] = matchAt(/\{\s*([^{}]*?)\s*\}/y, text, at) ?? [];
  const braced = longest(dates, inner, 0, checks.isDate);
  if (braces && braced?.end === inner.length) {
    add('deadline', { ...braced, end: at + braces.length }, (deadline) => ({ deadline }));
  }
  add('priority', longest([priority], text, at), (words) => words);
  return phrases;
}

/**
 * Dates and times side by side are one phrase as well, and so are the first or last day of a rule and a
 * time behind it.
 */
export function joinDatesAndTimes(phrases: readonly Phrase[], text: string): Phrase[] {
  const due = phrases.filter(({ kind }) => kind === 'due');
  const startingAt = Map.groupBy(due, ({ start }) => start);
  const isJoined = (first: Phrase, second: Phrase) =>
    !Object.keys(second.means).some(
      (slot) => slot in first.means || (slot !== 'time' && first.kind === 'rule'),
    );
  return phrases
    .filter(({ kind, means }) => kind === 'due' || (kind === 'rule' && !means.rule))
    .flatMap((first) =>
      (startingAt.get(endOf(/,?\s+/y, text, first.end) ?? -1) ?? [])
        .filter((second) => isJoined(first, second))
        .map((second) => ({
          ...first,
          end: second.end,
          means: { ...first.means, ...second.means },
          weak: first.weak ?? second.weak,
        })),
    );
}
