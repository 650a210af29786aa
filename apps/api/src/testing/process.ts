// The server as a separate process, as an operator starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

const main = new URL('../main.ts', import.meta.url).pathname;

export interface ServerProcess {
  child: ChildProcess;
  /** Its output so far: the log on stdout, messages for people on stderr. */
  written: { stdout: string; stderr: string };
  /** Resolves when it ends. `code` is null if a signal ended it. */
  exit: Promise<{ code: number | null; output: string }>;
  /** Waits until it is ready, and returns its URL. Fails the test if the process ends before. */
  ready: () => Promise<string>;
  /** Sends a signal, by default SIGTERM, and returns the exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts the server on a free port, and kills it when the test has finished.
 *
 * @param env variables to set. The others are blank, so that the developer's `.env` has no effect.
 * @param nodeArguments arguments for Node, such as those from `dieAtStatement`.
 */
export function startProcess(
  env: Record<string, string>,
  nodeArguments: string[] = [],
): ServerProcess {
  const child = spawn(process.execPath, [...nodeArguments, main], {
    env: {
      DATABASE_URL: '',
      BETTER_AUTH_SECRET: secret,
      BETTER_AUTH_SECRETS: '',
      HOST: '',
      LOG_LEVEL: '',
      // Saves a fifth of each start.
      NODE_COMPILE_CACHE: join(tmpdir(), 'tydo-compile-cache'),
      PORT: '0',
      ...env,
    },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text;
    });
  }
  const exit = once(child, 'close').then(([code]) => ({
    code,
    output: written.stdout + written.stderr,
  }));
  const ready = async () => {
    for (;;) {
      const url = /ready: (\S+)/.exec(written.stderr)?.[1];
      if (url !== undefined) return url;
      await Promise.race([once(child.stderr, 'data'), exit.then((end) => expect.fail(end.output))]);
    }
  };
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    return (await exit).code;
  };
  return { child, written, exit, ready, stop };
}

// The same for all processes, so that a session outlives a restart.
const secret = randomUUID();

/** The memory of a process that is resident now, or was at most, in MiB. Linux only. */
export async function residentMiB(
  pid: number | undefined,
  field: 'VmRSS' | 'VmHWM',
): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}
