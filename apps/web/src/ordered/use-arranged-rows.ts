import { type RefCallback, useCallback } from 'react';
import type { OrderedActions } from './use-ordered-actions.ts';

/** For the `<ul>` of rows with `data-id`: they can be moved once the code for it is here. */
export function useArrangedRows({ move }: OrderedActions): RefCallback<HTMLUListElement> {
  return useCallback(
    (list) => {
      let isHere = true;
      let end = (): void => undefined;
      async function load() {
        const { arrangeRows } = await import('./arrange-rows.ts');
        if (isHere && list) end = arrangeRows(list, move);
      }
      // Without a network, their menus move them.
      load().catch(() => undefined);
      return () => {
        isHere = false;
        end();
      };
    },
    [move],
  );
}
