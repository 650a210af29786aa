// What reads refused changes is loaded with the first one: most people never have any.
import type { Sync } from '../sync/open.ts';
import { lookupIn } from './use-lookup.ts';

type Code = typeof import('./refused.ts') & typeof import('./tell-refused.ts');

let code: Code | undefined;

export async function loadRefusedCode(): Promise<Code> {
  const [refused, tell] = [import('./refused.ts'), import('./tell-refused.ts')];
  code ??= { ...(await refused), ...(await tell) };
  return code;
}

/** How many refused changes have something that would be lost with them: until that is known, all of them. */
export function countUnsavedIn(replica: Sync['replica']): number {
  const refused = replica.refused();
  return code?.countUnsaved(refused, lookupIn(replica)) ?? refused.length;
}
