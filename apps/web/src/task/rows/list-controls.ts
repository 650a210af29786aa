// What the rows of a list share: the selection, the open menu, what is dragged.
import { createContext, useContext } from 'react';
import type { Store } from '../../lib/store.ts';
import type { Selection } from './selection.ts';

export interface MenuRequest {
  kind: 'menu' | 'labels' | 'move' | 'due' | 'priority';
  uids: readonly string[];
  /** A button, or a place of the pointer. */
  at: HTMLElement | { x: number; y: number };
}

/** Where what is dragged would go: a line between two rows, or all rows of a day. */
export type DropMark = {
  /** In pixels below the top of the list. */
  top: number;
} & ({ depth: number } | { height: number });

export interface ListControls {
  selection: Store<Selection>;
  /** The menu of a task, or that of the selected ones where it is one of them. */
  openMenu: (uid: string, at: MenuRequest['at'], kind?: MenuRequest['kind']) => void;
  setExpanded: (uid: string, isExpanded: boolean) => void;
}

const ControlsContext = createContext<ListControls | undefined>(undefined);

export const ListControlsProvider = ControlsContext.Provider;

export function useControls(): ListControls {
  const controls = useContext(ControlsContext);
  if (!controls) throw new Error('useControls needs a ListControlsProvider above it.');
  return controls;
}
