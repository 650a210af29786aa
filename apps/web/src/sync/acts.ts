// What a person does to their tasks. Every act of the page goes through here, so that undo knows the last.
import type { ActResult } from '@tydo/replica/acts';
import type { Replica } from '@tydo/replica/replica';
import type { TydoModel } from '@tydo/replica/tydo/tydo';

type TydoReplica = Replica<TydoModel>;

export interface Acts {
  /** As `Replica.act`. */
  act: TydoReplica['act'];
  /** As `Replica.group`. */
  group: TydoReplica['group'];
  /** Takes back the last thing that this tab did. @returns false where there is none. */
  undo: () => boolean;
  redo: () => boolean;
  /** Takes these operations back, whatever was done since. */
  undoOf: (operationIds: readonly string[]) => void;
  /** Does a refused command once more. */
  restore: TydoReplica['restore'];
}

export function createActs(replica: TydoReplica): Acts {
  /** The last operations of this tab; several where they are one step. */
  let last: string[] = [];
  let isInGroup = false;

  function did(results: readonly ActResult[]): boolean {
    last = results.map(({ operationId }) => operationId);
    return results.length > 0;
  }

  const act: TydoReplica['act'] = (...args) => {
    const result = replica.act(...args);
    if (args[2]?.isAutomatic) return result;
    last = isInGroup ? [...last, result.operationId] : [result.operationId];
    keepIfOffline();
    return result;
  };
  const group: TydoReplica['group'] = (work) => {
    last = [];
    isInGroup = true;
    try {
      return replica.group(work);
    } finally {
      isInGroup = false;
    }
  };
  return {
    act,
    group,
    undo: () => did(replica.undo() ?? []),
    redo: () => did(replica.redo() ?? []),
    undoOf(operationIds) {
      const isLast = operationIds.join() === last.join();
      if (isLast) return void did(replica.undo() ?? []);
      group(() => {
        for (const id of operationIds.toReversed()) act('operation.undo', { id });
      });
    },
    restore(operationId) {
      const result = replica.restore(operationId);
      did(result ? [result] : []);
      return result;
    },
  };
}

let hasAsked = false;

/** Asks the browser not to throw away what was done without a network. It may refuse. */
function keepIfOffline(): void {
  if (hasAsked || navigator.onLine || !('storage' in navigator)) return;
  hasAsked = true;
  void navigator.storage.persist?.().catch(() => undefined);
}
