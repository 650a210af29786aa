// Starts sqlite-process.ts as a second process on an SQLite file.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface SecondProcess extends AsyncDisposable {
  /** Waits for its end; returns all lines that it printed after the first. */
  ended(): Promise<string[]>;
  /** Ends it by SIGKILL; returns all complete lines that it printed after the first. */
  kill(): Promise<string[]>;
}

const script = fileURLToPath(new URL('./sqlite-process.ts', import.meta.url));

/** Resolves when it has printed its first line, or has ended. */
export async function secondProcess(
  ...[role, file, personId = '']: [role: string, file: string, personId?: string]
): Promise<SecondProcess> {
  const child = spawn(process.execPath, [script, role, file, personId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  const ended = async () => {
    await closed;
    return output.split('\n').slice(1, -1);
  };
  const kill = () => {
    child.kill('SIGKILL');
    return ended();
  };
  await Promise.race([once(child.stdout, 'data'), closed]);
  return {
    ended,
    kill,
    async [Symbol.asyncDispose]() {
      await kill();
    },
  };
}
