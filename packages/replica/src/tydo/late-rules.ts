// The rules of filters: most people have none, so they are not in the first load.
import type * as FilterRules from './filter-rules.ts';

let rules: typeof FilterRules | undefined;

export async function loadLateRules(): Promise<void> {
  rules ??= await import('./filter-rules.ts');
}

/** Undefined until they are loaded; a command asks `see.isLateHere` first, so that it is applied again then. */
export const lateRules = (): typeof FilterRules | undefined => rules;
