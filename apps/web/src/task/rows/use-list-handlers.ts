import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import type { ListEnv } from './list-env.ts';
import type { ListHandlers } from './list-handlers.ts';

/** The code of the keys and the pointer of a list. */
export const loadListHandlers = () => import('./list-handlers.ts');

/** The keys and the pointer of a list. Without their code, which is loaded late, it only shows its rows. */
export function useListHandlers(env: ListEnv, list: RefObject<HTMLUListElement | null>) {
  const handlers = useRef<ListHandlers>(undefined);
  const isDragging = useRef(false);

  useEffect(() => {
    let isHere = true;
    const setDraggedUid = (uid: string | undefined) => {
      isDragging.current = uid !== undefined;
      env.setDraggedUid(uid);
    };
    async function load() {
      const { createListHandlers } = await loadListHandlers();
      if (isHere) handlers.current = createListHandlers({ ...env, setDraggedUid });
    }
    // Without a network, the rows work without them.
    load().catch(() => undefined);
    return () => {
      isHere = false;
    };
  }, [env]);

  // Else a finger would scroll the page. It has to be there before the touch begins, and React's is passive.
  useEffect(() => {
    const element = list.current;
    const hold = (event: TouchEvent) => isDragging.current && event.preventDefault();
    element?.addEventListener('touchmove', hold, { passive: false });
    return () => element?.removeEventListener('touchmove', hold);
  }, [list]);

  return useMemo(() => {
    const now = () => handlers.current;
    const listProps = {
      onKeyDown: (event: KeyboardEvent) => now()?.onKeyDown(event),
      onClickCapture: (event: MouseEvent) => now()?.onClickCapture(event),
      onContextMenu: (event: MouseEvent) => now()?.onContextMenu(event),
      onPointerDown: (event: PointerEvent) => now()?.onPointerDown(event),
      onDragStart: (event: DragEvent) => now()?.onDragStart(event),
    };
    return { listProps, edit: (uid: string) => now()?.edit(uid) };
  }, []);
}
