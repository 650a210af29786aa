import { today as todayIn } from '@tydo/rules/date';
import { isZone } from '@tydo/schemas/zone';
import { useMemo } from 'react';
import { useMinute } from '../lib/use-minute.ts';
import { useSettings } from '../sync/use-settings.ts';

/** The wall clock of the person. */
export interface DayClock {
  /** ISO timestamp: the start of this minute. */
  now: string;
  zone: string;
  /** The day in the zone. */
  today: string;
}

/** The wall clock of the person, by the minute: midnight may pass while the page is open. */
export function useDayClock(): DayClock {
  const minute = useMinute();
  const { zone } = useSettings();
  return useMemo(() => dayClock(minute.toISOString(), zone), [minute, zone]);
}

/** In UTC where this browser does not know the zone, as the replica does. */
export function dayClock(now: string, wanted: string): DayClock {
  const zone = isZone(wanted) ? wanted : 'UTC';
  return { now, zone, today: todayIn(now, zone) };
}
