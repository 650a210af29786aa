// CPU and memory of processes, from Linux's /proc.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The unit of CPU times in /proc. */
const ticksPerSecond = 100;

/** CPU seconds of a process so far, of all its threads. */
export function cpuOf(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** The same of a PostgreSQL server: its running processes and those that have ended. */
export function cpuOfServer(postmaster: number): number {
  const own = statOf(postmaster).slice(11, 15).map(Number);
  const children = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && parentOf(name) === postmaster,
  );
  const ended = own.reduce((sum, ticks) => sum + ticks, 0) / ticksPerSecond;
  return children.reduce((sum, pid) => sum + cpuOf(Number(pid)), ended);
}

/** The process id of the server of a data folder. */
export const postmasterOf = (log: string): number =>
  Number(readFileSync(join(log, '../data/postmaster.pid'), 'utf8').split('\n', 1)[0]);

/** Resident memory in MiB. */
export function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

// Splits after the program's name, which is in brackets and may contain anything.
const statOf = (pid: number | string): string[] => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    // The process has ended.
    return Array<string>(15).fill('0');
  }
};

const parentOf = (pid: string): number => Number(statOf(pid)[1]);
