// @ts-check
/**
 * Temporary files in memory: a test creates hundreds of databases of 8 MB, and on some disks writing such a file takes ten
 * times the CPU that it takes in memory.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

const GIB = 2 ** 30;

/**
 * Runs with the variables of `env`, and with TMPDIR in memory where there is enough of it. The folder is removed afterwards.
 * @template Result
 * @param {NodeJS.ProcessEnv} env
 * @param {(env: NodeJS.ProcessEnv) => Promise<Result>} work
 * @param {string} [memory] where Linux keeps files in memory
 * @returns {Promise<Result>}
 */
export async function withMemoryFolder(env, work, memory = '/dev/shm') {
  if (!hasSpace(memory)) return work(env);
  const folder = mkdtempSync(join(memory, 'tydo-'));
  try {
    // Some files belong to another user: PostgreSQL does not run as root.
    chmodSync(folder, 0o711);
    return await work({ ...env, TMPDIR: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Whether programs can run there, and everything that tests keep at one time fits. In a container it is often 64 MB.
 * @param {string} folder
 */
function hasSpace(folder) {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
    const isForPrograms = mounts.some((line) => {
      const [, path, type, options = ''] = line.split(' ');
      return path === folder && type === 'tmpfs' && !options.split(',').includes('noexec');
    });
    const { bavail, bsize } = statfsSync(folder);
    return isForPrograms && bavail * bsize > 4 * GIB && process.availableMemory() > 6 * GIB;
  } catch {
    return false;
  }
}
