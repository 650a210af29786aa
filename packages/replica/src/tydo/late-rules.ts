// The rules of filters: most people have none, so they are not in the first load.
import type * as FilterRules from './filter-rules.ts';

let rules: typeof FilterRules | undefined;

export async function loadLateRules(): Promise<void> {
  rules ??= await import('./filter-rules.ts');
}

/** Ask `see.isLateHere` first. @throws TypeError where they are not loaded. */
export function lateRules(): typeof FilterRules {
  if (rules) return rules;
  throw new TypeError('The rules of filters are not loaded.');
}
