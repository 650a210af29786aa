// What is behind an open database, for the modules of this package only: its entry exports none of it.
import type { Kysely } from 'kysely';
import type { FindSession } from './account/sessions.ts';
import type { Engine } from './connection/connection.ts';
import type { Ask } from './connection/prepared.ts';
import type { Entity, Nouns } from './entities.ts';
import type { FindRow } from './row-finder.ts';

export interface Handle {
  kysely: Kysely<never>;
  engine: Engine;
  ask: Ask;
  findRow: FindRow;
  findSession: FindSession;
  entities: readonly Entity[];
  nouns: Nouns;
}

const handles = new WeakMap<object, Handle>();

export const keepHandle = (database: object, handle: Handle): void => {
  handles.set(database, handle);
};

/** @throws TypeError for what `openDatabase` did not make. */
export function handleOf(database: object): Handle {
  const handle = handles.get(database);
  if (!handle) throw new TypeError('This is no open database.');
  return handle;
}
