// `unit.settings`: one person's settings.
import * as rules from '@tydo/rules/settings';
import { settingsId } from '@tydo/schemas/operation';
import { defaultSettings, type SettingsRead, SettingsUpdate } from '@tydo/schemas/settings';
import { changedSince } from '../errors.ts';
import { createEntity, readRow, writeEntity } from '../noun.ts';
import { statementsOf } from '../noun-statements.ts';
import { parseInput } from '../parse-input.ts';
import type { ReadScope, ScopeProvider, WriteScope } from '../scope.ts';
import { createRunWrite, type RunWrite } from '../write-result.ts';
import { settingsNoun } from './settings.entity.ts';

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class PersonalSettings {
  readonly #read: ScopeProvider['read'];
  readonly #run: RunWrite;

  constructor(scopes: ScopeProvider) {
    this.#read = scopes.read;
    this.#run = createRunWrite(scopes);
  }

  /** The defaults for a person who has never set any. */
  get(): Promise<SettingsRead> {
    return this.#read(readSettings);
  }

  /** @throws Refusal CONFLICT with the current settings if their `updatedAt` is not `ifUpdatedAt`. */
  async update(input: SettingsUpdate): Promise<SettingsRead> {
    return this.#run('settings.update', parseInput(SettingsUpdate, input), updateSettings);
  }
}

export async function readSettings({ query }: Pick<ReadScope, 'query'>): Promise<SettingsRead> {
  const [stored] = await query(statementsOf(settingsNoun).read, { ids: [settingsId] });
  return stored ? readRow(settingsNoun, stored) : defaultSettings;
}

async function updateSettings(
  scope: WriteScope,
  { ifUpdatedAt, ...changes }: Omit<SettingsUpdate, 'operationId'>,
): Promise<SettingsRead> {
  await scope.lockOwner();
  const { em, personId, now } = scope;
  const [entity] = await scope.load(settingsNoun, [settingsId]);
  const before = entity?.read();
  if (ifUpdatedAt !== undefined && ifUpdatedAt !== (before?.updatedAt ?? null)) {
    throw changedSince('settings', before ?? defaultSettings);
  }
  const after = rules.changeSettings(before, changes, now);
  if (!after) return defaultSettings;
  if (entity) writeEntity(settingsNoun, entity, after);
  else createEntity(em, settingsNoun, personId, after);
  await em.flush();
  return after;
}
