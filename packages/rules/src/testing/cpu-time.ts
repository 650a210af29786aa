import { cpuUsage } from 'node:process';

/** Three: the first one may compile. */
const attempts = [1, 2, 3];

/**
 * The CPU time of the work in milliseconds, the least of three attempts. What it means depends on the machine
 * and on whether coverage is measured, so compare it with a control's.
 */
export const cpuTime = (work: () => unknown): number =>
  Math.min(...attempts.map(() => cpuTimeOnce(work)));

/** Whether one of three attempts takes less CPU time than `limitMs`: no other is made after it. */
export const takesLessThan = (limitMs: number, work: () => unknown): boolean =>
  attempts.some(() => cpuTimeOnce(work) < limitMs);

function cpuTimeOnce(work: () => unknown): number {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1000;
}
