// @ts-check
/** What the bootstrap prints: one line per step, on stderr, so that a command's own output stays clean. */

/** An expected failure: one sentence and an exit code, never a stack trace. */
export class Stop extends Error {
  /**
   * @param {string} sentence what happened and what to do; empty when there is nothing to add
   * @param {number} [code] the exit code
   */
  constructor(sentence, code = 1) {
    super(sentence);
    this.code = code;
  }
}

/**
 * Prints one line.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`tydo: ${line}\n`);
}

/** @type {Record<string, string>} */
const DISK_TROUBLE = {
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the disk quota is used up: make room',
  EACCES: 'no permission: give this user the right to write there',
  EPERM: 'not permitted: give this user the right to write there',
  EROFS: 'the file system is read-only: use a checkout that can be written',
};

/**
 * Prints why the run ended, in a line, and gives its exit code. Only an unexpected error shows its stack.
 * @param {unknown} error
 * @returns {number} the exit code
 */
export function explain(error) {
  if (error instanceof Stop) {
    if (error.message) say(error.message);
    return error.code;
  }
  const trouble = DISK_TROUBLE[codeOf(error) ?? ''];
  const path = error instanceof Error && 'path' in error ? String(error.path) : 'the checkout';
  if (trouble) say(`${path}: ${trouble}, then run this again.`);
  else console.error(error);
  return 1;
}

/**
 * The code of a system error, ENOENT for instance.
 * @param {unknown} error
 * @returns {string | undefined}
 */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
