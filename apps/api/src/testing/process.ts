// The server as a process of its own, as an operator starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

const main = new URL('../main.ts', import.meta.url).pathname;

export interface ServerProcess {
  child: ChildProcess;
  /** What it has written until now: its log, and what is meant for people. */
  written: { stdout: string; stderr: string };
  /** How it ended. `code` is null where a signal ended it. */
  exit: Promise<{ code: number | null; output: string }>;
  /** Where it listens, once it answers. Fails if it ends before. */
  ready: () => Promise<string>;
  /** Tells it to end, and gives its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts it on a free port; what is left of it when the test has finished is killed.
 *
 * @param env what to set. Variables that are not given are blank: so a `.env` of whoever runs this
 * stays out.
 * @param nodeArguments such as `dieAtStatement` gives.
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

// The same for all, so that a session holds from one process to the next.
const secret = randomUUID();
