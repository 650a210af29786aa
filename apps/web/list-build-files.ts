// Vite plugin: builds the service worker, and writes the list of the build's files into it.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { Build } from './src/sync/worker-rules.ts';

const workerFile = 'sw.js';
const placeholder = '__BUILD__';

/** Builds `src/sync/worker.ts` to `/sw.js`. The dev server has no worker: it would hide changes. */
export function serviceWorker(): Plugin {
  return {
    name: 'tydo:service-worker',
    apply: 'build',
    buildStart() {
      const id = resolve(import.meta.dirname, 'src/sync/worker.ts');
      this.emitFile({ type: 'chunk', id, fileName: workerFile });
    },
    // Not `generateBundle`: files of `public` are in the folder only.
    async writeBundle({ dir }) {
      if (dir !== undefined) await writeBuild(dir);
    },
  };
}

async function writeBuild(folder: string): Promise<void> {
  const file = join(folder, workerFile);
  const code = await readFile(file, 'utf8');
  const parts = code.split(placeholder);
  if (parts.length !== 2) throw new Error(`${workerFile} must name ${placeholder} once.`);
  if (/^\s*(import|export)\b/m.test(code)) throw new Error(`${workerFile} must be one script.`);
  await writeFile(file, parts.join(JSON.stringify(await readBuild(folder))));
}

/** The files of a build, but for the worker and source maps. @param folder the output of `vite build` */
export async function readBuild(folder: string): Promise<Build> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name !== workerFile && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
    .toSorted();
  const version = createHash('sha256');
  const files: Build['files'][number][] = [];
  for (const path of paths) {
    const hash = createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('base64');
    version.update(`${path} ${hash}\n`);
    const url = path === '/index.html' ? '/' : path;
    files.push(path.startsWith('/assets/') ? [url] : [url, `sha256-${hash}`]);
  }
  return { version: version.digest('hex').slice(0, 16), files };
}
