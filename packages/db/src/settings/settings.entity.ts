// The settings entity: one row of a person, made at the first change.
import { defineEntity, p } from '@mikro-orm/core';
import type { Changes } from '@tydo/rules/row';
import { settingsId } from '@tydo/schemas/operation';
import { StoredSettings } from '@tydo/schemas/settings';
import { changeEntity, defineNoun, readEntity } from '../noun.ts';
import { ownerFilter } from '../owner-filter.ts';

export const SettingsSchema = defineEntity({
  name: 'Settings',
  tableName: 'settings',
  properties: {
    userId: p.text().primary(),
    /** The same in all rows: statements find rows of any noun by an id. */
    id: p
      .text()
      .primary()
      .onCreate(() => settingsId),
    zone: p.text(),
    weekStart: p.integer(),
    dateOrder: p.text().$type<StoredSettings['dateOrder']>(),
    updatedAt: p.datetime(3),
  },
  filters: { owner: ownerFilter },
});

export class Settings extends SettingsSchema.class {
  /** Fields that are not given stay as they are. @param now ISO timestamp. */
  change(changes: Changes<StoredSettings>, now: string): void {
    changeEntity(settingsNoun, this, changes, now);
  }

  read(): StoredSettings {
    return readEntity(settingsNoun, this);
  }
}

SettingsSchema.setClass(Settings);

export const settingsNoun = defineNoun<StoredSettings, Settings>(
  'settings',
  SettingsSchema,
  Settings,
  StoredSettings.shape,
  { onlyId: settingsId },
);
