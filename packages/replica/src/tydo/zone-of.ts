import { defaultSettings } from '@tydo/schemas/settings';
import { isZone } from '@tydo/schemas/zone';

/** The zone of the person; UTC where this device does not know it. */
export function zoneOf({ zone }: { zone: string } = defaultSettings): string {
  return isZone(zone) ? zone : 'UTC';
}
