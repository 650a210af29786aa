import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createStore, type Store, useStore } from '../../lib/store.ts';
import { useSync } from '../../sync/use-sync.ts';
import { useToasts } from '../../ui/toasts.ts';
import { setCollapsed, useCollapsed } from './collapsed.ts';
import { DropLine } from './drop-line.tsx';
import { createListActs } from './list-acts.ts';
import type { DropMark, ListControls, MenuRequest } from './list-controls.ts';
import { type ShownList, uidsOf } from './list-env.ts';
import { createKeyHandler } from './list-keyboard.ts';
import { createPointerHandlers } from './list-pointer.ts';
import { keptIn, noSelection, type Selection } from './selection.ts';
import { useTaskCommands } from './task-commands.ts';
import { useTaskActs } from './use-task-acts.ts';

const RowMenu = lazy(() => import('./row-menu.tsx'));
const SelectionBar = lazy(() => import('./selection-bar.tsx'));

/**
 * Selecting, moving by keys, dragging and menus in a list of tasks.
 *
 * Spread `listProps` on the `<ul>` with the rows, and render `mark` in it; give `controls` to a
 * `ListControlsProvider` around it; render `overlays` beside it. The row of `draggedUid` has to stay rendered.
 */
export function useListControls(shown: ShownList) {
  const { lines } = shown;
  const { replica } = useSync();
  const toasts = useToasts();
  const commands = useTaskCommands();
  const acts = useTaskActs();
  const collapsed = useCollapsed();
  const [selection] = useState(() => createStore<Selection>(noSelection));
  const [mark] = useState(() => createStore<DropMark | undefined>(undefined));
  const [menu, setMenu] = useState<MenuRequest>();
  const [draggedUid, setDraggedUid] = useState<string>();
  // The handlers stay the same while lines change.
  const latest = useRef(shown);
  useLayoutEffect(() => {
    latest.current = shown;
  });
  useEffect(() => {
    selection.set((before) => keptIn(before, uidsOf(lines)));
  }, [selection, lines]);

  const isDragging = useRef(false);
  const { list } = shown;
  // Else a finger would scroll the page. It has to be there before the touch begins, and React's is passive.
  useEffect(() => {
    const element = list.current;
    const hold = (event: TouchEvent) => isDragging.current && event.preventDefault();
    element?.addEventListener('touchmove', hold, { passive: false });
    return () => element?.removeEventListener('touchmove', hold);
  }, [list]);

  const isOrdered = shown.order !== undefined;
  const { listActs, listProps } = useMemo(() => {
    const env = {
      now: () => latest.current,
      replica,
      toasts,
      commands,
      acts,
      selection,
      mark,
      collapse: (id: string, isCollapsed: boolean) => setCollapsed(collapsed, id, isCollapsed),
      setMenu,
      setDraggedUid(uid: string | undefined) {
        isDragging.current = uid !== undefined;
        setDraggedUid(uid);
      },
    };
    const made = createListActs(env);
    return {
      listActs: made,
      listProps: { ...createPointerHandlers(env, made), onKeyDown: createKeyHandler(made) },
    };
  }, [replica, toasts, commands, acts, collapsed, selection, mark]);
  const controls = useMemo<ListControls>(
    () => ({
      selection,
      isOrdered,
      openMenu: listActs.openMenu,
      setExpanded: listActs.setExpanded,
      step: listActs.step,
    }),
    [selection, isOrdered, listActs],
  );

  const overlays = (
    <>
      {menu && (
        <Suspense>
          <RowMenu key={menu.kind} request={menu} setRequest={setMenu} edit={listActs.edit} />
        </Suspense>
      )}
      <WhileSelecting selection={selection} />
    </>
  );
  return { controls, listProps, overlays, mark: <DropLine mark={mark} />, draggedUid };
}

function WhileSelecting({ selection }: { selection: Store<Selection> }) {
  const { uids } = useStore(selection, (now) => now);
  useEffect(() => {
    if (uids.size === 0) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) selection.set(() => noSelection);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [uids, selection]);
  if (uids.size === 0) return null;
  return (
    <Suspense>
      <SelectionBar uids={[...uids]} clear={() => selection.set(() => noSelection)} />
    </Suspense>
  );
}
