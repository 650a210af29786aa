// The settings on a device: one row, from the first change on.
import { changeSettings } from '@tydo/rules/settings';
import { SettingsRead, SettingsUpdate } from '@tydo/schemas/settings';
import type { TydoCommand, TydoNoun } from './rows.ts';

/** Its key, and its id in the journal. */
const key = 'settings';

export const settings: TydoNoun<'settings'> = {
  fields: Object.keys(SettingsRead.shape),
  keyOf: () => key,
  references: {},
  texts: () => [],
  compare: () => 0,
  chunkOf: () => 0,
};

const update: TydoCommand<SettingsUpdate> = {
  parse: (input) => SettingsUpdate.parse(input),
  apply(see, input, { now }) {
    const after = changeSettings(see.row('settings', key), input, now);
    return after ? [{ noun: 'settings', key, after }] : [];
  },
};

export const settingsCommands = { 'settings.update': update };
