// A small disk that can be filled and made read-only: a tmpfs. It needs root and Linux.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface SmallDisk extends AsyncDisposable {
  folder: string;
  /** No file on it may be open. */
  makeReadOnly(): Promise<void>;
}

/** Undefined without the right to mount. */
export async function smallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    async makeReadOnly() {
      await run('mount', ['-o', 'remount,ro', folder]);
    },
    async [Symbol.asyncDispose]() {
      await run('umount', [folder]);
      await rm(folder, { recursive: true });
    },
  };
}
