import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { quote } from '../lib/quote.ts';
import { useSync } from '../sync/use-sync.ts';
import { type Toasts, useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';
import {
  hrefOf,
  type NameAndColor,
  type OrderedNoun,
  type OrderedRow,
  type Place,
} from './ordered.ts';

type Acts = ReturnType<typeof useSync>['acts'];

/** What a person can do with the lists, labels or filters in the sidebar. */
export type OrderedActions = ReturnType<typeof createOrderedActions>;

export function useOrderedActions(noun: OrderedNoun): OrderedActions {
  const { acts } = useSync();
  const toasts = useToasts();
  const [, navigate] = useLocation();
  return useMemo(
    () => createOrderedActions(noun, { acts, toasts, navigate }),
    [noun, acts, toasts, navigate],
  );
}

interface Services {
  acts: Acts;
  toasts: Toasts;
  navigate: (href: string) => void;
}

function createOrderedActions(noun: OrderedNoun, { acts, toasts, navigate }: Services) {
  return {
    update: (id: string, changes: Partial<NameAndColor>) =>
      void acts.act(`${noun}.update`, { id, ...changes }),
    move: (id: string, place: Place) => {
      acts.act(`${noun}.move`, { id, ...place });
      toasts.announce('before' in place ? 'Moved up.' : 'Moved down.');
    },
    /** @param consequence said behind the name, such as "and its 2 tasks". */
    remove: (row: OrderedRow, consequence = '') => {
      const { operationId } = acts.act(`${noun}.delete`, { id: row.id });
      if (location.pathname === hrefOf(noun, row.id)) navigate('/');
      const message = ['Deleted', quote(row.name), consequence].filter(Boolean).join(' ');
      const undo = () => acts.undoOf([operationId]);
      toasts.show({ message, action: undoButton(toasts, undo) });
    },
  };
}
