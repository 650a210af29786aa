// Loaded after the list is shown.
import { createListActs } from './list-acts.ts';
import type { ListEnv } from './list-env.ts';
import { createKeyHandler } from './list-keyboard.ts';
import { createPointerHandlers } from './list-pointer.ts';

export type ListHandlers = ReturnType<typeof createListHandlers>;

/** What happens in a list by keys and by the pointer. */
export function createListHandlers(env: ListEnv) {
  const acts = createListActs(env);
  const { edit } = acts;
  return { ...createPointerHandlers(env, acts), onKeyDown: createKeyHandler(acts), edit };
}
