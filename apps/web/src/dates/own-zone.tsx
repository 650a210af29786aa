import { defaultSettings } from '@tydo/schemas/settings';
import { useEffect, useState } from 'react';
import { useSettings } from '../sync/use-settings.ts';
import { useSync, useSyncStatus } from '../sync/use-sync.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { browserSettings, isSameClock, placeOf } from './browser-settings.ts';
import { useDayClock } from './use-day-clock.ts';

const keptKey = 'tydo.zone-kept';

/**
 * Sets the time zone of a person who has never had one, and asks once where the browser seems to be in another
 * one.
 */
export default function OwnZone() {
  const { acts } = useSync();
  const { zone, updatedAt } = useSettings();
  const { now } = useDayClock();
  const isLoaded = useSyncStatus((status) => status.isLoaded);
  const [kept, setKept] = useState(readKept);
  const own = browserSettings();
  const isUnset = isLoaded && updatedAt === null && own.zone !== defaultSettings.zone;
  useEffect(() => {
    if (isUnset) acts.act('settings.update', browserSettings(), { isAutomatic: true });
  }, [isUnset, acts]);

  if (updatedAt === null || kept === own.zone || isSameClock(now, zone, own.zone)) return null;
  return (
    <Notice
      action={
        <div className="flex gap-2">
          <Button kind="quiet" onClick={() => void acts.act('settings.update', { zone: own.zone })}>
            Use {placeOf(own.zone)}
          </Button>
          <Button
            kind="plain"
            onClick={() => {
              writeKept(own.zone);
              setKept(own.zone);
            }}
          >
            Keep {placeOf(zone)}
          </Button>
        </div>
      }
    >
      You seem to be in {placeOf(own.zone)}. Use its time zone for your days?
    </Notice>
  );
}

// A browser may allow the page no storage: then it asks again with the next start.
function readKept(): string | undefined {
  try {
    return localStorage.getItem(keptKey) ?? undefined;
  } catch {
    return undefined;
  }
}

function writeKept(zone: string): void {
  try {
    localStorage.setItem(keptKey, zone);
  } catch {
    // See above.
  }
}
