import { storedFlag, useStoredFlag } from './stored-flag.ts';

const name = 'single-keys';

/** Whether keys without Ctrl or ⌘ are shortcuts: people who dictate turn them off (WCAG 2.1.4). */
export const areSingleKeysOn = (): boolean => storedFlag(name).get();

export const useSingleKeys = () => useStoredFlag(name);
