// What a language pack gives to quick add: patterns, and what their words mean, in no language.

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

/** A day, relative to today. Weekdays: 0 Monday … 6 Sunday; months: 1–12. */
export type DateMeaning =
  | { kind: 'in'; count: number; unit: Unit }
  | { kind: 'weekday'; weekday: number; next: boolean }
  | { kind: 'weekend'; next: boolean }
  /** Position: 1–5, or −1 for the last one of the month. */
  | {
      kind: 'nth-weekday';
      position: number;
      weekday: number;
      month: number;
      year: number | undefined;
    }
  | { kind: 'start-of-next'; unit: 'week' | 'month' | 'year' }
  | { kind: 'end-of-month' }
  | { kind: 'day'; day: number; month?: number | undefined; year?: number | undefined }
  /** Day and month in the order of the person. */
  | { kind: 'numbers'; numbers: [number, number]; year: number | undefined };

/** A date in words. */
export interface DateWords {
  date: DateMeaning;
  /** The usual minute of a named part of the day (tonight, tomorrow morning). */
  part: number | undefined;
  /** Read as a date only at the start, at the end or after a preposition. */
  weak: boolean;
}

/** A time in words. */
export interface TimeWords {
  /** After midnight. */
  minute: number;
  /** Whether it can only be this half of the day. */
  exact: boolean;
  /** Whether the same time in the other half of the day is a doubt. */
  doubt?: boolean;
}

/** A recurrence in words: every so many units, on these days. */
export interface RuleWords {
  unit: Unit;
  interval?: number;
  month?: number;
  /** Days of the month: 1–31, or −1 for the last one. */
  days?: number[];
  /** As in RFC 5545: `MO`, `2TU`, `-1FR`. */
  weekdays?: string[];
  /** Which one of these days in the month. */
  position?: number;
  /** The usual minute of a named part of the day. */
  part?: number | undefined;
  fromCompletion?: boolean;
  /** Read as a rule only at the end. */
  weak?: boolean;
}

/** A sticky pattern, and what its groups mean; undefined where they mean nothing. */
export interface Pattern<Words> {
  pattern: RegExp;
  read: (...groups: (string | undefined)[]) => Words | undefined;
}

/** A language pack. All patterns are sticky. */
export interface Language {
  dates: Pattern<DateWords>[];
  times: Pattern<TimeWords>[];
  rules: Pattern<RuleWords>[];
  /** How many times a rule occurs. */
  counts: Pattern<number>[];
  /** What stands before a date: prepositions, the first and the last day of a rule, names of fields. */
  prefixes: Record<'due' | 'from' | 'until' | 'deadline' | 'start', RegExp>;
}
