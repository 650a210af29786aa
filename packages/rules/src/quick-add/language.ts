// What a language pack gives to quick add: patterns, and what the words mean, in no language.

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A day, relative to today. Weekdays: 0 Monday … 6 Sunday; months: 1–12. */
export type DateMeaning =
  | { kind: 'in'; count: number; unit: Unit }
  | { kind: 'weekday'; weekday: number; next: boolean }
  | { kind: 'weekend'; next: boolean }
  | { kind: 'next'; unit: 'week' | 'month' | 'year' }
  | { kind: 'month-end' }
  | { kind: 'day'; day: number; month?: number; year?: number }
  | { kind: 'numbers'; numbers: [number, number]; year?: number };

/** A date in words. */
export interface DateWords {
  date: DateMeaning;
  /** The usual minute of a named part of the day (tonight, tomorrow morning). */
  part: number | undefined;
  /** Read as a date only at the start, at the end or after a preposition (DOMAIN §10). */
  weak: boolean;
}

/** A time in words. */
export interface TimeWords {
  /** Minutes after midnight. */
  minute: number;
  /** Whether it can only be this half of the day. */
  exact: boolean;
  /** Whether the same time in the other half of the day is a doubt. */
  doubt: boolean;
}

/** A recurrence in words: every so many units, on these days. */
export interface RuleWords {
  unit: Unit;
  interval?: number;
  month?: number;
  /** Days of the month: 1–31, or −1 for the last one. */
  days?: number[];
  /** 0 Monday … 6 Sunday, and which one in the month: 1–5, or −1 for the last one. */
  weekdays?: { weekday: number; nth?: number }[];
  /** Which of these days in the month counts. */
  setPosition?: number;
  part?: number | undefined;
  fromCompletion?: boolean;
  /** Read as a rule only at the end. */
  weak?: boolean;
}

/** A sticky pattern, and what its words mean; undefined where they mean nothing. */
export interface Pattern<Words> {
  pattern: RegExp;
  read(groups: Partial<Record<string, string>>): Words | undefined;
}

/** A language pack. All patterns are sticky. */
export interface Language {
  dates: Pattern<DateWords>[];
  times: Pattern<TimeWords>[];
  rules: Pattern<RuleWords>[];
  /** How many times a rule occurs. */
  counts: Pattern<number>[];
  /** What stands before a date: a preposition; the first day of a rule; its last day; fields. */
  prefixes: Record<'due' | 'from' | 'until' | 'deadline' | 'start', RegExp>;
}
