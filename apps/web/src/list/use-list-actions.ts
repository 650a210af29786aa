import { taskViews } from '@tydo/replica/tydo/task-views';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { countOf } from '../lib/count-of.ts';
import { quote } from '../lib/quote.ts';
import { hrefOf, type NameAndColor } from '../ordered/ordered.ts';
import { useOrderedActions } from '../ordered/use-ordered-actions.ts';
import { newId } from '../sync/new-id.ts';
import { useSync } from '../sync/use-sync.ts';
import type { List } from '../sync/use-view.ts';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';

/** What a person can do with a list. */
export function useListActions() {
  const { acts, replica } = useSync();
  const toasts = useToasts();
  const [, navigate] = useLocation();
  const { remove } = useOrderedActions('list');
  return useMemo(
    () => ({
      /** The new list is opened. */
      create: (values: NameAndColor) => {
        const id = newId();
        acts.act('list.create', { id, ...values });
        navigate(hrefOf('list', id));
      },
      update: (id: string, values: NameAndColor) => void acts.act('list.update', { id, ...values }),
      archive: (list: List, archived: boolean) => {
        const { operationId } = acts.act('list.archive', { id: list.id, archived });
        toasts.show({
          message: `${archived ? 'Archived' : 'Unarchived'} ${quote(list.name)}`,
          action: undoButton(toasts, () => acts.undoOf([operationId])),
        });
      },
      /** With its tasks. */
      remove: (list: List) => {
        const open = replica.view(taskViews.open(list.id)).rows.length;
        const all = open + replica.view(taskViews.list(list.id, true)).rows.length;
        remove(list, all === 0 ? '' : `with ${countOf(all)}`);
      },
    }),
    [acts, replica, toasts, navigate, remove],
  );
}
