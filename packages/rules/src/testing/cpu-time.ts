import { cpuUsage } from 'node:process';

/**
 * The CPU time of the work in milliseconds, the least of three attempts: the first one may compile. What it
 * means depends on the machine and on whether coverage is measured, so compare it with a control's.
 */
export function cpuTime(work: () => unknown): number {
  return Math.min(
    ...[1, 2, 3].map(() => {
      const before = cpuUsage();
      work();
      const { user, system } = cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}
