// What the browser knows of where and how the person lives.
import { wallClock } from '@tydo/rules/date';
import { recordOf } from '@tydo/schemas/record';
import type { SettingsRead } from '@tydo/schemas/settings';
import { isZone } from '@tydo/schemas/zone';

type BrowserSettings = Pick<SettingsRead, 'zone' | 'weekStart' | 'dateOrder'>;

export function browserSettings(language = navigator.language): BrowserSettings {
  const { timeZone, locale } = new Intl.DateTimeFormat().resolvedOptions();
  const known = isLanguage(language) ? language : locale;
  return {
    zone: isZone(timeZone) ? timeZone : 'UTC',
    weekStart: weekStartOf(known),
    dateOrder: dateOrderOf(known),
  };
}

/** Chromium says "en-US@posix" where the system has no language. */
function isLanguage(language: string): boolean {
  try {
    return Intl.getCanonicalLocales(language).length > 0;
  } catch {
    return false;
  }
}

/** 1 Monday … 7 Sunday; Monday where the browser does not say. */
function weekStartOf(language: string): number {
  // Firefox has it not, and older browsers as a property.
  const locale = recordOf(new Intl.Locale(language));
  const { getWeekInfo, weekInfo } = locale;
  const info = typeof getWeekInfo === 'function' ? getWeekInfo.call(locale) : weekInfo;
  const { firstDay } = recordOf(info);
  return typeof firstDay === 'number' ? firstDay : 1;
}

function dateOrderOf(language: string): 'mdy' | 'dmy' {
  const parts = new Intl.DateTimeFormat(language).formatToParts().map(({ type }) => type);
  return parts.indexOf('month') < parts.indexOf('day') ? 'mdy' : 'dmy';
}

/** Whether the clocks of two zones show the same. @param now ISO timestamp. */
export const isSameClock = (now: string, one: string, other: string): boolean =>
  isZone(one) && isZone(other) && wallClock(now, one) === wallClock(now, other);

/** "Lisbon". */
export const placeOf = (zone: string): string =>
  zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
