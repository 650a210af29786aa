import { defaultSettings, type SettingsRead } from '@tydo/schemas/settings';
import { useRowOf } from './use-row.ts';

/** The settings of the person; the defaults until they are set. */
export const useSettings = (): SettingsRead => useRowOf('settings', 'settings') ?? defaultSettings;
