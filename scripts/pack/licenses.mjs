// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licenses of the packages that these modules are of, as they want to be passed on.
 * @param {readonly string[]} modules paths
 */
export function licensesOf(modules) {
  const folders = new Set(
    modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/.][^/]*/.exec(path)?.[0] ?? []),
  );
  return [...folders]
    .toSorted()
    .map((folder) => `${folder.split('/node_modules/').at(-1)}\n\n${licenseIn(folder)}\n`)
    .join('\n');
}

/** @param {string} folder */
function licenseIn(folder) {
  const name = existsSync(folder) && readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  if (name) return readFileSync(join(folder, name), 'utf8');
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).license;
}
