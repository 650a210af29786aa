// The rules of filters and of recurrence: they are large, and most acts do not need them.
import type * as FilterRules from './filter-rules.ts';
import type * as RoundRules from './round-rules.ts';

type LateRules = typeof FilterRules & typeof RoundRules;
let rules: LateRules | undefined;

export async function loadLateRules(): Promise<void> {
  const [filters, rounds] = [import('./filter-rules.ts'), import('./round-rules.ts')];
  rules ??= { ...(await filters), ...(await rounds) };
}

/** Ask `see.isLateHere` first. @throws TypeError where they are not loaded. */
export function lateRules(): LateRules {
  if (rules) return rules;
  throw new TypeError('The late rules are not loaded.');
}
