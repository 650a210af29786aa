import { lazy, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createStore, type Store, useStore } from '../../lib/store.ts';
import { useSync } from '../../sync/use-sync.ts';
import { HoldKeys, lateForm } from '../../ui/late-form.tsx';
import { useToasts } from '../../ui/toasts.ts';
import { setCollapsed, useCollapsed } from './collapsed.ts';
import { DropLine } from './drop-line.tsx';
import { focusRowSoon } from './focus-row.ts';
import { uidsOf } from './lines.ts';
import type { DropMark, ListControls, MenuRequest } from './list-controls.ts';
import type { ListEnv, ShownList } from './list-env.ts';
import { keptIn, noSelection, type Selection, uidsWith } from './selection.ts';
import { useListHandlers } from './use-list-handlers.ts';

const RowMenu = lateForm(() => import('./row-menu.tsx'));
const SelectionBar = lazy(() => import('./selection-bar.tsx'));

/**
 * Selecting, moving by keys, dragging and menus in a list of tasks.
 *
 * Spread `listProps` on the `<ul>` with the rows, and render `mark` in it; give `controls` to a
 * `ListControlsProvider` around it; render `overlays` beside it. The row of `draggedUid` has to stay rendered.
 */
export function useListControls(shown: ShownList) {
  const { list, lines } = shown;
  const sync = useSync();
  const toasts = useToasts();
  const collapsed = useCollapsed();
  const [selection] = useState(() => createStore<Selection>(noSelection));
  const [mark] = useState(() => createStore<DropMark | undefined>(undefined));
  const [menu, setMenu] = useState<MenuRequest>();
  /** The lines when the menu opened: its own may be gone when it closes. */
  const linesAtMenu = useRef(lines);
  const [draggedUid, setDraggedUid] = useState<string>();
  // What is done stays the same while lines change.
  const latest = useRef(shown);
  useLayoutEffect(() => {
    latest.current = shown;
  });
  const linesBefore = useRef(lines);
  useEffect(() => {
    const before = linesBefore.current;
    linesBefore.current = lines;
    const { uids } = selection.get();
    // Not with each task that is added to a long list.
    if (uids.size === 0) return;
    selection.set((all) => keptIn(all, uidsOf(lines)));
    // The bar is gone, and with it the focus.
    if (selection.get().uids.size === 0) focusRowSoon(list.current, before, [...uids]);
  }, [selection, lines, list]);

  const env = useMemo<ListEnv>(
    () => ({
      now: () => latest.current,
      sync,
      toasts,
      selection,
      mark,
      setDraggedUid,
      setExpanded: (uid, isExpanded) => setCollapsed(collapsed, uid, !isExpanded),
      openMenu(uid, at, kind = 'menu') {
        linesAtMenu.current = latest.current.lines;
        const order = () => uidsOf(latest.current.lines);
        setMenu({ kind, uids: uidsWith(uid, order, selection.get()), at });
      },
    }),
    [sync, toasts, collapsed, selection, mark],
  );
  const { listProps, edit } = useListHandlers(env, list);
  const controls = useMemo<ListControls>(() => {
    const { openMenu, setExpanded } = env;
    return { selection, openMenu, setExpanded };
  }, [env, selection]);

  function setRequest(next: MenuRequest | undefined) {
    setMenu(next);
    if (!next && menu) focusRowSoon(list.current, linesAtMenu.current, menu.uids);
  }
  function endSelection() {
    const { uids } = selection.get();
    selection.set(() => noSelection);
    focusRowSoon(list.current, latest.current.lines, [...uids]);
  }

  const overlays = (
    <>
      {menu && (
        <Suspense fallback={<HoldKeys />}>
          <RowMenu request={menu} setRequest={setRequest} edit={edit} />
        </Suspense>
      )}
      <WhileSelecting selection={selection} end={endSelection} />
    </>
  );
  return { controls, listProps, overlays, mark: <DropLine mark={mark} />, draggedUid };
}

interface WhileSelectingProps {
  selection: Store<Selection>;
  end: () => void;
}

/** The bar of the selection. Escape ends it, wherever the focus is. */
function WhileSelecting({ selection, end }: WhileSelectingProps) {
  const { uids } = useStore(selection, (now) => now);
  const isSelecting = uids.size > 0;
  useEffect(() => {
    if (!isSelecting) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) selection.set(() => noSelection);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [isSelecting, selection]);
  if (!isSelecting) return null;
  return (
    <Suspense>
      <SelectionBar uids={[...uids]} clear={end} />
    </Suspense>
  );
}
