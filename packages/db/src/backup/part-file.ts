// A file that gets its name when it is complete: until then it lies beside it, for its owner only.
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError, codeOf } from '../errors.ts';
import { isDamage, isNoDatabase } from '../sqlite/errors.ts';

/**
 * @param from what is copied, for errors.
 * @param to the final path, which `place` moves the file to. Without that, disposing removes it.
 * @param fill writes the empty file of the given path.
 * @throws ConfigError where it cannot be written, or `from` is damaged. Nothing is left then.
 */
export async function partFile(
  from: string,
  to: string,
  fill: (part: string) => Promise<void>,
): Promise<Disposable & { place: () => void }> {
  const part = `${to}.${randomUUID().slice(0, 8)}.part`;
  const remove = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${part}${end}`, { force: true });
  };
  try {
    closeSync(openSync(part, 'wx', 0o600));
  } catch (error) {
    throw asConfigError(error, from, to);
  }
  try {
    await fill(part);
    return { place: () => renameSync(part, to), [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw asConfigError(error, from, to);
  }
}

function asConfigError(error: unknown, from: string, to: string): unknown {
  if (error instanceof ConfigError) return error;
  const folder = dirname(to);
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error) ?? '';
  if (isNoDatabase(error)) return new ConfigError(`${from} is not an SQLite database.`);
  if (isDamage(error)) return new ConfigError(`${from} is damaged (${reason}): it was not copied.`);
  if (code === 'ENOENT') return new ConfigError(`There is no folder ${folder}. Make it first.`);
  if (/^(ENOSPC|EDQUOT|SQLITE_FULL)$/.test(code)) {
    return new ConfigError(
      `There is no space left in ${folder}. Make room, or name another folder.`,
    );
  }
  if (code === 'ABORT_ERR') return new ConfigError('Stopped. Nothing was written.');
  if (/^(E[A-Z]+|SQLITE_(BUSY|CANTOPEN|IOERR|READONLY).*)$/.test(code)) {
    return new ConfigError(
      `${from} could not be copied to ${folder} (${reason}). Check the permissions of both, and their disks.`,
    );
  }
  return error;
}
