import type { Sync } from '../sync/open.ts';
import type { countUnsaved } from './refused.ts';
import { lookupIn } from './use-lookup.ts';

let count: typeof countUnsaved | undefined;

/** How many refused changes would be lost with this device. Until the code is here that knows, all count. */
export function countRefused(replica: Sync['replica']): number {
  const refused = replica.refused();
  if (refused.length === 0) return 0;
  if (count) return count(refused, lookupIn(replica));
  void load().catch(() => undefined);
  return refused.length;
}

async function load(): Promise<void> {
  ({ countUnsaved: count } = await import('./refused.ts'));
}
