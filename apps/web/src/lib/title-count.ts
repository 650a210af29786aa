import { createStore } from './store.ts';

/** The number before the title of the page; none where it is 0. */
export const titleCount = createStore(0);
