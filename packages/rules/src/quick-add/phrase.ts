import type { DateWords, RuleWords, TimeWords } from './language.ts';

export type SpanKind =
  | 'list'
  | 'section'
  | 'label'
  | 'priority'
  | 'due'
  | 'start'
  | 'deadline'
  | 'rule';

/** What phrases set, each at most once; labels apart. */
export interface Meaning {
  list?: string;
  section?: string;
  priority?: number;
  date?: DateWords;
  /** Undefined in a date that has its own time. */
  time?: TimeWords | undefined;
  rule?: RuleWords;
  /** How a rule ends: after so many times, or on a day. */
  end?: number | DateWords;
  start?: { date: DateWords; time: TimeWords | undefined };
  deadline?: DateWords;
}

export interface Range {
  start: number;
  end: number;
}

/** A part of the text that has a meaning, from `start` up to `end` (UTF-16 offsets). */
export interface Phrase extends Range {
  kind: SpanKind;
  means: Meaning;
  label?: string;
  /** Taken only at the start or the end of the text, or only at its end. */
  weak?: 'edges' | 'end' | undefined;
}
