// @ts-check
/**
 * Before `pnpm pack` in packages/client or packages/cli: writes `dist/`, with all that the package imports inside, as
 * JavaScript, and for the client its declarations. Node strips no types under node_modules, and no registry has the
 * packages of this workspace.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { rolldown } from 'rolldown';
import { licensesOf } from './licenses.mjs';
import { bundleTypes } from './types.mjs';

const root = join(import.meta.dirname, '../..');
const [name] = process.argv.slice(2);
if (name !== 'client' && name !== 'cli') throw new Error('Usage: node pack.mjs client|cli');
const folder = join(root, 'packages', name);
const entry = name === 'client' ? 'client' : 'main';
const dist = join(folder, 'dist');
rmSync(dist, { recursive: true, force: true });

const ponyfills = join(import.meta.dirname, 'ponyfills.mjs');
const bundle = await rolldown({
  input: { [entry]: join(folder, `src/${entry}.ts`) },
  platform: 'node',
  transform: {
    target: 'node20',
    inject: {
      'Promise.withResolvers': [ponyfills, 'withResolvers'],
      'Map.groupBy': [ponyfills, 'groupBy'],
      'URL.parse': [ponyfills, 'parseUrl'],
    },
  },
});
const { output } = await bundle.write({
  dir: dist,
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name].mjs',
  minify: 'dce-only',
});
await bundle.close();
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
const types = name === 'client' ? await bundleTypes(root, dist) : [];
writeFileSync(join(dist, 'licenses.txt'), licensesOf([...modules, ...types]));
