// Runs commands in this process: streams are strings.
import { Readable, Writable } from 'node:stream';
import type { Io } from '../io.ts';
import { main } from '../main.ts';

export interface Ran {
  exit: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string>;
  stdin?: string | Uint8Array;
  /** Whether stdout is a terminal. */
  isTerminal?: boolean;
}

export async function run(
  args: readonly string[],
  { env = {}, stdin = '', isTerminal = false }: RunOptions = {},
): Promise<Ran> {
  const [stdout, stderr] = [sink(), sink()];
  const io = {
    env: { HOME: '/nowhere', ...env },
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: Object.assign(stdout.stream, { isTTY: isTerminal }),
    stderr: stderr.stream,
  };
  const exit = await main(args, io as unknown as Io);
  return { exit, stdout: stdout.text(), stderr: stderr.text() };
}

function sink() {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, text: () => chunks.join('') };
}
