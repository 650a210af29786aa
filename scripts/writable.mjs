// @ts-check
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Whether a folder can be written, or made where it is not there yet.
 * @param {string} folder an absolute path
 * @returns {boolean}
 */
export function isWritable(folder) {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  try {
    accessSync(place, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
