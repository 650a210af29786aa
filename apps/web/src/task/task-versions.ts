/**
 * Remembers the `updatedAt` values that this page's own changes led to. An edit that began before such a
 * change causes no conflict; one that began before a change of another device does.
 */
export function createTaskVersions() {
  const successors = new Map<string, string>();
  return {
    /** This page has changed the task `id`, and its `updatedAt` with it. */
    moved(id: number, from: string, to: string): void {
      if (from !== to) successors.set(`${id} ${from}`, to);
    },
    /** What `seenAt` has become through this page's own changes. */
    follow(id: number, seenAt: string): string {
      const next = successors.get(`${id} ${seenAt}`);
      return next === undefined ? seenAt : this.follow(id, next);
    },
  };
}

export type TaskVersions = ReturnType<typeof createTaskVersions>;
