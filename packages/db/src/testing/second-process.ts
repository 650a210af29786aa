// Starts sqlite-process.ts beside the test.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface SecondProcess extends AsyncDisposable {
  /** Waits until it ends by itself; gives all that it said after it had begun. */
  ended(): Promise<string[]>;
  /** By SIGKILL; gives all whole lines that it said after it had begun. */
  kill(): Promise<string[]>;
}

const script = fileURLToPath(new URL('./sqlite-process.ts', import.meta.url));

/** Resolves when it has begun, or has ended without that. */
export async function secondProcess(
  ...[role, file, personId = '']: [role: string, file: string, personId?: string]
): Promise<SecondProcess> {
  const child = spawn(process.execPath, [script, role, file, personId], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const closed = once(child, 'close');
  const ended = async () => {
    await closed;
    return said.split('\n').slice(1, -1);
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
