// Tells the person what the server has refused.
import type { Sync } from '../sync/open.ts';
import type { Toasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import { readRefused } from './refused.ts';
import { lookupIn, rememberRefused } from './use-lookup.ts';

type RefusedReplica = Pick<Sync['replica'], 'row' | 'history' | 'refused' | 'forget'>;

/**
 * @param hasOld whether what is refused at the first call was refused before the page was opened.
 * @returns what is called when something may have been refused. Each refused change is told once; one
 * without text to keep is forgotten then.
 */
export function tellRefused(
  replica: RefusedReplica,
  toasts: Pick<Toasts, 'show' | 'announce'>,
  undoOf: (operationIds: readonly string[]) => void,
  isVisible: () => boolean,
  hasOld = true,
): () => void {
  const lookup = lookupIn(replica);
  const known = new Set<string>();
  let isFirst = hasOld;
  return () => {
    for (const refused of replica.refused()) {
      const { operationId } = refused.entry;
      if (known.has(operationId)) continue;
      const { message, unsaved, undo } = readRefused(refused, lookup);
      if (!unsaved && !isVisible()) continue;
      known.add(operationId);
      // The page shows the text of an old one.
      const isOld = isFirst && unsaved !== undefined;
      const action = undo === undefined ? undefined : undoButton(toasts, () => undoOf([undo]));
      if (message !== undefined && !isOld) {
        toasts.show({ message, isError: true, ...(action && { action }) });
      }
      if (unsaved) continue;
      if (!action) rememberRefused(refused);
      void replica.forget(operationId);
    }
    isFirst = false;
  };
}
