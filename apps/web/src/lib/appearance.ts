// How the page looks on this device. `public/appearance.js` reads it before the first paint.
import { createStore, useStore } from './store.ts';

const key = 'tydo.appearance';

export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['comfortable', 'compact'] as const;

export interface Appearance {
  /** `system` follows the settings of the device. */
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
}

const { theme, density } = document.documentElement.dataset;
const store = createStore<Appearance>({
  theme: themes.find((each) => each === theme) ?? 'system',
  density: densities.find((each) => each === density) ?? 'comfortable',
});

export const useAppearance = (): Appearance => useStore(store, (appearance) => appearance);

/** Kept in this browser. */
export function setAppearance(changes: Partial<Appearance>): void {
  store.set((before) => ({ ...before, ...changes }));
  const appearance = store.get();
  Object.assign(document.documentElement.dataset, appearance);
  try {
    localStorage.setItem(key, JSON.stringify(appearance));
  } catch {
    // Without storage it lasts as long as the page.
  }
}
