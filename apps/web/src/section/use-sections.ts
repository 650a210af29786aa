import { useMemo } from 'react';
import { quote } from '../lib/quote.ts';
import { placeBeside } from '../ordered/ordered.ts';
import { newId } from '../sync/new-id.ts';
import { useSync } from '../sync/use-sync.ts';
import { type Section, useView } from '../sync/use-view.ts';
import { useToasts } from '../ui/toasts.ts';
import { undoButton } from '../ui/undo-button.ts';

/** The sections of a list, in their order; none of the Inbox. */
export function useSections(listId: string | null): { rows: readonly Section[]; version: number } {
  return useView({ noun: 'section', where: { listId: listId ?? '' } });
}

export type SectionActions = ReturnType<typeof useSectionActions>;

/** What a person can do with the sections of a list. */
export function useSectionActions() {
  const { acts } = useSync();
  const toasts = useToasts();
  return useMemo(
    () => ({
      create: (listId: string, name: string) => {
        const id = newId();
        acts.act('section.create', { id, listId, name });
        toasts.announce('Section added.');
        return id;
      },
      rename: (id: string, name: string) => void acts.act('section.update', { id, name }),
      move: (rows: readonly Section[], id: string, direction: 'up' | 'down') => {
        const index = rows.findIndex((row) => row.id === id);
        const place = placeBeside(rows, index, direction);
        if (!place) return;
        acts.act('section.move', { id, ...place });
        toasts.announce(direction === 'up' ? 'Moved up.' : 'Moved down.');
      },
      /** Its tasks stay in the list. */
      remove: ({ id, name }: Section) => {
        const { operationId } = acts.act('section.delete', { id });
        toasts.show({
          message: `Deleted the section ${quote(name)}`,
          action: undoButton(toasts, () => acts.undoOf([operationId])),
        });
      },
    }),
    [acts, toasts],
  );
}
