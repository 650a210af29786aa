import type { PastOperation } from '@tydo/replica/disk';
import type { Operation } from '@tydo/schemas/operation';
import { recordOf } from '@tydo/schemas/record';
import { useState, useSyncExternalStore } from 'react';
import { useSync } from '../sync/use-sync.ts';

interface Older {
  operations: readonly PastOperation[];
  /** Where the next page begins; undefined before the first, null after the last. */
  cursor: string | null | undefined;
  isLoading: boolean;
  error: unknown;
}

/**
 * What was done, the latest first: what this device knows, and with `more` what only the server knows.
 *
 * @param uid only what changed this task.
 */
export function useHistory(uid: string | undefined) {
  const { replica, listOperations } = useSync();
  // Both are read again: an operation may change no row that is shown.
  useSyncExternalStore(replica.version.subscribe, replica.version.get);
  useSyncExternalStore(replica.status.subscribe, replica.status.get);
  const [older, setOlder] = useState<Older>(none);
  const own = replica.history();
  const concerns = ({ changes }: PastOperation) =>
    changes.length > 0 && (uid === undefined || changes.some(({ key }) => key === uid));
  const known = new Set(own.map(({ id }) => id));
  const operations = [...own, ...older.operations.filter(({ id }) => !known.has(id))].filter(
    concerns,
  );

  /** Loads pages until there is something that is not shown yet. */
  async function more() {
    setOlder((before) => ({ ...before, isLoading: true, error: undefined }));
    let { cursor } = older;
    const found: PastOperation[] = [];
    try {
      while (cursor !== null && !found.some(({ id }) => !known.has(id))) {
        const page = await listOperations({
          ...(uid !== undefined && { task: uid }),
          ...(cursor !== undefined && { cursor }),
        });
        found.push(...page.items.map(fromServer));
        cursor = page.nextCursor;
      }
      setOlder((before) => ({
        operations: [...before.operations, ...found],
        cursor,
        isLoading: false,
        error: undefined,
      }));
    } catch (error) {
      setOlder((before) => ({ ...before, isLoading: false, error }));
    }
  }

  return {
    operations,
    find: (id: string) => operations.find((one) => one.id === id),
    hasMore: older.cursor !== null && !hasBegun(operations.at(-1), uid),
    isLoading: older.isLoading,
    error: older.error,
    more: () => void more(),
  };
}

/** Whether there is nothing before this operation. */
const hasBegun = (oldest: PastOperation | undefined, uid: string | undefined): boolean =>
  oldest?.seq === 1 ||
  (uid !== undefined && oldest?.changes.find(({ key }) => key === uid)?.before === null);

const none: Older = { operations: [], cursor: undefined, isLoading: false, error: undefined };

const fromServer = ({ changes, ...operation }: Operation): PastOperation => ({
  ...operation,
  changes: changes.map(({ noun, id, before, after }) => {
    // A task is named by its uid, every other noun by its id.
    const { uid: key = id } = recordOf(after ?? before);
    return { noun, key: String(key), before, after };
  }),
});
