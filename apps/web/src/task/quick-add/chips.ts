// What was understood of a text, in words with what follows from it.
import { fold } from '@tydo/rules/fold';
import { labelLimits } from '@tydo/schemas/label';
import { awayWords, dateWords } from '../../dates/date-words.ts';
import { roundAfter, ruleWords } from '../../dates/rule-words.ts';
import type { DayClock } from '../../dates/use-day-clock.ts';
import { quote } from '../../lib/quote.ts';
import { describePriority } from '../rows/priority.ts';
import type { Marks, Range } from './marks.ts';
import { type Context, type Known, keyOfDoubt, type Reading } from './reading.ts';
import { newNames } from './to-task.ts';

type Kind = Reading['spans'][number]['kind'];

export interface QuickChip {
  key: string;
  kind: Kind;
  text: string;
  /** What becomes text again without the chip. None where it follows from another chip. */
  spans: readonly Range[];
  /** The other readings, each with what `toggledOther` takes. */
  others: readonly { key: string; text: string }[];
}

const joined = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');

const withAway = (date: string, clock: DayClock): string =>
  joined(dateWords(date, clock), awayWords(date, clock.today));

export function chipsOf(reading: Reading, marks: Marks, context: Context): QuickChip[] {
  const { clock, known } = context;
  const { list, section, priority, due, start, deadline, rule, labels = [] } = reading;
  const ruleFrom = reading.ruleFrom ?? 'due';
  const texts: [Kind, string | undefined][] = [
    ['due', due && withAway(due, clock)],
    ['rule', rule && due && ruleChip(rule, ruleFrom, due, clock)],
    ['start', start && joined(`from ${dateWords(start, clock)}`, 'hidden until then')],
    ['deadline', deadline && `deadline ${withAway(deadline, clock)}`],
    ['list', list],
    ['section', section],
    [
      'priority',
      priority === undefined ? undefined : (describePriority(priority) ?? 'No priority'),
    ],
  ];
  const spansOf = (kind: Kind) => reading.spans.filter((span) => span.kind === kind);
  const chips = texts.flatMap(([kind, text]): QuickChip[] =>
    text === undefined || text === ''
      ? []
      : [
          {
            key: kind,
            kind,
            text,
            spans: spansOf(kind),
            others: othersOf(kind, reading, marks, clock),
          },
        ],
  );
  const { made, tooMany } = newNames(labels, known.labels);
  const nameAt = ({ start: from, end }: Range) =>
    marks.text
      .slice(from + 1, end)
      .replaceAll(/^"|"$/g, '')
      .trim();
  const labelChips = labels
    .filter((name) => !tooMany.includes(name))
    .map(
      (name): QuickChip => ({
        key: `label ${name}`,
        kind: 'label',
        text: made.includes(name) ? joined(name, 'new label') : name,
        spans: spansOf('label').filter((span) => fold(nameAt(span)) === fold(name)),
        others: [],
      }),
    );
  return [...chips, ...labelChips];
}

function ruleChip(rule: string, ruleFrom: 'due' | 'completion', due: string, clock: DayClock) {
  const next = roundAfter(rule, ruleFrom, due);
  return joined(ruleWords(rule, ruleFrom), next && `next ${dateWords(next, clock)}`);
}

function othersOf(kind: Kind, reading: Reading, marks: Marks, clock: DayClock) {
  return (reading.doubts ?? [])
    .filter(({ field }) => field === kind)
    .map((doubt) => ({
      key: keyOfDoubt(doubt, reading, marks),
      text:
        doubt.field === 'rule'
          ? ruleWords(doubt.other, reading.ruleFrom ?? 'due')
          : dateWords(doubt.other, clock),
    }));
}

/** What is not made of the text, in words. */
export function unknownWords({ unknown = [], labels = [] }: Reading, known: Known): string[] {
  const { tooMany } = newNames(labels, known.labels);
  return [
    ...unknown.map(
      ({ kind, name }) => `No ${kind} is named ${quote(name)}. It stays in the title.`,
    ),
    ...tooMany.map(
      (name) => `The label ${quote(name)} is not added: there are already ${labelLimits.count}.`,
    ),
  ];
}
