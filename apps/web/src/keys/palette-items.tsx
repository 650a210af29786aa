import { ListCreate } from '@tydo/schemas/list';
import type { LucideIcon } from 'lucide-react';
import Funnel from 'lucide-react/icons/funnel';
import Keyboard from 'lucide-react/icons/keyboard';
import List from 'lucide-react/icons/list';
import PanelLeft from 'lucide-react/icons/panel-left';
import Plus from 'lucide-react/icons/plus';
import Redo2 from 'lucide-react/icons/redo-2';
import Rows3 from 'lucide-react/icons/rows-3';
import SunMoon from 'lucide-react/icons/sun-moon';
import Tag from 'lucide-react/icons/tag';
import Undo2 from 'lucide-react/icons/undo-2';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { setAppearance, themes, useAppearance } from '../lib/appearance.ts';
import { allPlaces } from '../lib/places.ts';
import { useSingleKeys } from '../lib/single-keys.ts';
import { useStoredFlag } from '../lib/stored-flag.ts';
import { useListActions } from '../list/use-list-actions.ts';
import { useLists } from '../list/use-lists.ts';
import { nameProblem } from '../ordered/name-problem.ts';
import { hrefOf, type OrderedNoun, type OrderedRow } from '../ordered/ordered.ts';
import { useSync } from '../sync/use-sync.ts';
import { useView } from '../sync/use-view.ts';
import { useDrafts } from '../task/drafts.ts';
import { createUndo } from '../task/use-undo-keys.ts';
import { ColorDot } from '../ui/color-dot.tsx';
import { Icon } from '../ui/icon.tsx';
import { useToasts } from '../ui/toasts.ts';
import { focusNewTask } from './focus-fields.ts';

export interface PaletteItem {
  id: string;
  label: string;
  /** What kind of thing it is, at the end of its row. */
  group: string;
  icon: ReactNode;
  /** The keys that do the same: see `keysOf`. */
  shortcut?: string;
  /** Whatever is typed: it is made of it. */
  isAlways?: boolean;
  run: () => void;
}

/** Where the palette leads, and what it does. @param typed what new things are made of */
export function usePaletteItems(typed: string, openSheet: () => void): PaletteItem[] {
  return [...useActs(openSheet), ...usePlaceItems(), ...useSettingItems(), ...useNewItems(typed)];
}

const iconOf = (icon: LucideIcon) => <Icon of={icon} size="sm" />;

function useActs(openSheet: () => void): PaletteItem[] {
  const { acts } = useSync();
  const toasts = useToasts();
  const [, navigate] = useLocation();
  const { undo, redo } = createUndo(acts, toasts);
  const item = (label: string, icon: LucideIcon, shortcut: string, run: () => void) => ({
    id: label,
    label,
    group: '',
    icon: iconOf(icon),
    shortcut,
    run,
  });
  return [
    item('Add a task', Plus, 'n', () => focusNewTask(navigate)),
    item('Undo', Undo2, 'Mod+z', undo),
    item('Redo', Redo2, 'Mod+Shift+z', redo),
    item('Keyboard shortcuts', Keyboard, '?', openSheet),
  ];
}

function usePlaceItems(): PaletteItem[] {
  const [, navigate] = useLocation();
  const lists = useLists();
  const { rows: labels } = useView({ noun: 'label' });
  const { rows: filters } = useView({ noun: 'filter' });
  const rowItem =
    (noun: OrderedNoun, group: string, icon: LucideIcon) =>
    ({ id, name, color }: OrderedRow) => ({
      id: `${noun}:${id}`,
      label: name,
      group,
      icon: color ? <ColorDot color={color} /> : iconOf(icon),
      run: () => navigate(hrefOf(noun, id)),
    });
  return [
    ...allPlaces.map(({ href, name, icon, key }) => ({
      id: href,
      label: name,
      group: 'Go to',
      icon: iconOf(icon),
      shortcut: `g ${key}`,
      run: () => navigate(href),
    })),
    ...lists.map(rowItem('list', 'List', List)),
    ...labels.map(rowItem('label', 'Label', Tag)),
    ...filters.map(rowItem('filter', 'Filter', Funnel)),
  ];
}

const themeNames = { system: 'As the system', light: 'Light', dark: 'Dark' };

function useSettingItems(): PaletteItem[] {
  const { theme, density } = useAppearance();
  const [hasSidebar, setSidebar] = useStoredFlag('sidebar');
  const [areKeysOn, setKeysOn] = useSingleKeys();
  const other = density === 'compact' ? 'comfortable' : 'compact';
  const item = (id: string, label: string, icon: LucideIcon, run: () => void) => ({
    id,
    label,
    group: 'Setting',
    icon: iconOf(icon),
    run,
  });
  return [
    ...themes
      .filter((each) => each !== theme)
      .map((each) =>
        item(`theme:${each}`, `Theme: ${themeNames[each]}`, SunMoon, () =>
          setAppearance({ theme: each }),
        ),
      ),
    item('density', `Density: ${other}`, Rows3, () => setAppearance({ density: other })),
    item('sidebar', `${hasSidebar ? 'Hide' : 'Show'} the sidebar`, PanelLeft, () =>
      setSidebar(!hasSidebar),
    ),
    item('single-keys', `Turn single keys ${areKeysOn ? 'off' : 'on'}`, Keyboard, () =>
      setKeysOn(!areKeysOn),
    ),
  ];
}

const listProblem = nameProblem(ListCreate);

function useNewItems(typed: string): PaletteItem[] {
  const drafts = useDrafts();
  const [, navigate] = useLocation();
  const { create } = useListActions();
  if (typed === '') return [];
  const list = { name: typed, color: null };
  const addTask: PaletteItem = {
    id: 'new:task',
    label: `Add task “${typed}”`,
    group: '',
    icon: iconOf(Plus),
    isAlways: true,
    run() {
      drafts.set((all) => ({ ...all, text: typed }));
      focusNewTask(navigate);
    },
  };
  if (listProblem(list) !== undefined) return [addTask];
  const addList: PaletteItem = {
    ...addTask,
    id: 'new:list',
    label: `New list “${typed}”`,
    run: () => create(list),
  };
  return [addTask, addList];
}
