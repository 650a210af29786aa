import { useMemo } from 'react';
import type { Sync } from '../sync/open.ts';
import { useSync } from '../sync/use-sync.ts';
import type { Lookup } from './refused.ts';

/** What is known on this device, for what was refused. */
export function useLookup(): Lookup {
  const { replica } = useSync();
  return useMemo(() => lookupIn(replica), [replica]);
}

/** Refused changes that were forgotten: an undo of one may be refused later. */
const forgotten = new Set<string>();

export const rememberRefused = (operationId: string): void => void forgotten.add(operationId);

export const lookupIn = (
  replica: Pick<Sync['replica'], 'row' | 'history' | 'refused'>,
): Lookup => ({
  row: (uid) => replica.row('task', uid),
  history: () => replica.history(),
  nameOf: (noun, id) => (isNamed(noun) ? replica.row(noun, id)?.name : undefined),
  isRefused: (id) =>
    forgotten.has(id) || replica.refused().some(({ entry }) => entry.operationId === id),
});

const isNamed = (noun: string): noun is 'list' | 'section' | 'label' | 'filter' =>
  ['list', 'section', 'label', 'filter'].includes(noun);
