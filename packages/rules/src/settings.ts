import { defaultSettings, SettingsUpdate, type StoredSettings } from '@tydo/schemas/settings';
import { applyChanges, pickFields, withoutUndefined } from './row.ts';

/**
 * The settings after a change. The first one stores them, also with the values that they have by default:
 * from then on the person has chosen them.
 *
 * @param settings undefined where they have never been set.
 * @param now ISO timestamp.
 * @returns undefined where they have never been set, and the change is empty.
 */
export function changeSettings(
  settings: StoredSettings | undefined,
  input: SettingsUpdate,
  now: string,
): StoredSettings | undefined {
  const changes = withoutUndefined(pickFields(input, fields));
  if (settings) return applyChanges(settings, changes, now);
  if (Object.keys(changes).length === 0) return undefined;
  return { ...defaultSettings, ...changes, updatedAt: now };
}

const { ifUpdatedAt: _expected, operationId: _id, ...fields } = SettingsUpdate.shape;
