/**
 * Remembers which `updatedAt` our own changes led to. An edit that began before our own tick is then
 * still an edit of what the person saw; one that began before somebody else's change is not.
 */
export function createTaskVersions() {
  const successors = new Map<string, string>();
  return {
    /** A change of ours moved the task `id` from one `updatedAt` to another. */
    moved(id: number, from: string, to: string): void {
      if (from !== to) successors.set(`${id} ${from}`, to);
    },
    /** What `seenAt` has become through our own changes alone. */
    follow(id: number, seenAt: string): string {
      const next = successors.get(`${id} ${seenAt}`);
      return next === undefined ? seenAt : this.follow(id, next);
    },
  };
}

export type TaskVersions = ReturnType<typeof createTaskVersions>;
