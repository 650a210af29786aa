import type { Refused } from '@tydo/replica/entry';
import { useMemo } from 'react';
import type { Sync } from '../sync/open.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Lookup } from './refused.ts';

/** What is known on this device, for what was refused. */
export function useLookup(): Lookup {
  const { replica } = useSync();
  return useMemo(() => lookupIn(replica), [replica]);
}

/** Refused changes that were forgotten: an undo of one, or what was built on it, may be refused later. */
const forgotten = new Map<string, Refused>();

export const rememberRefused = (refused: Refused): void =>
  void forgotten.set(refused.entry.operationId, refused);

export const lookupIn = (
  replica: Pick<Sync['replica'], 'row' | 'history' | 'refused'>,
): Lookup => ({
  row: (uid) => replica.row('task', uid),
  history: () => replica.history(),
  nameOf: (noun, id) => (isNamed(noun) ? replica.row(noun, id)?.name : undefined),
  isRefused: (id) =>
    forgotten.has(id) || replica.refused().some(({ entry }) => entry.operationId === id),
  refusedCreates: () =>
    [...forgotten.values(), ...replica.refused()].filter(({ entry }) =>
      entry.name.endsWith('.create'),
    ),
});

const isNamed = (noun: string): noun is 'list' | 'section' | 'label' | 'filter' =>
  ['list', 'section', 'label', 'filter'].includes(noun);
