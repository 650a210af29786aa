// @ts-check
/** A lock file, so that one run at a time prepares a checkout. */
import { mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, say } from './report.mjs';

const BEAT_MS = 1_000;
/** A holder that was killed stops touching its lock; after this long another run takes it. */
const STALE_MS = 6_000;

/**
 * Does the work while no other run holds the lock; waits for one that does.
 * @template T
 * @param {string} file the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, work) {
  await mkdir(dirname(file), { recursive: true });
  await take(file);
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(file, { force: true });
  }
}

/** @param {string} file */
async function take(file) {
  let waited = false;
  while (!(await create(file))) {
    const held = await stat(file).catch(() => undefined);
    if (!held) continue;
    if (Date.now() - held.mtimeMs > STALE_MS) {
      await rm(file, { force: true });
      continue;
    }
    if (!waited) say('another run is preparing this checkout, waiting for it');
    waited = true;
    await sleep(200);
  }
}

/**
 * @param {string} file
 * @returns {Promise<boolean>} whether it is ours
 */
async function create(file) {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}
