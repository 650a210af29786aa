// @ts-check
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';

/** What the router's type names of the server, and no client sees. */
const serverTypes = /\/apps\/api\/src\/trpc\/(context|trpc)\.d\.ts$/;

/**
 * Writes `client.d.ts`: the declarations of the client and of all that they name, in one file.
 * @param {string} root of the checkout
 * @param {string} dist
 * @returns {Promise<string[]>} the modules in it
 */
export async function bundleTypes(root, dist) {
  const emitted = mkdtempSync(join(tmpdir(), 'tydo-types-'));
  try {
    emitDeclarations(root, emitted);
    const bundle = await rolldown({
      input: { client: join(emitted, 'packages/client/src/client.d.ts') },
      plugins: [
        resolver(root, emitted),
        dts({ dtsOnly: true, generator: 'oxc', tsconfig: false, resolver: 'oxc' }),
      ],
    });
    const { output } = await bundle.write({ dir: dist });
    await bundle.close();
    return output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  } finally {
    rmSync(emitted, { recursive: true });
  }
}

/**
 * @param {string} root
 * @param {string} outDir
 */
function emitDeclarations(root, outDir) {
  const config = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: true,
      outDir,
      rootDir: root,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    },
    files: ['packages/client/src/client.ts', 'apps/api/src/router.ts'].map((file) =>
      join(root, file),
    ),
    include: [join(root, 'packages/schemas/src')],
    exclude: [join(root, 'packages/schemas/src/**/*.test.ts')],
  };
  const file = join(outDir, 'tsconfig.json');
  writeFileSync(file, JSON.stringify(config));
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/**
 * Finds declarations: ours where they were emitted, those of libraries where they are installed.
 * @param {string} root
 * @param {string} emitted
 * @returns {import('rolldown').Plugin}
 */
const resolver = (root, emitted) => ({
  name: 'declarations',
  // Before the plugin for declarations, which would take the sources of the workspace.
  resolveId: { order: 'pre', handler: (source) => locate(root, emitted, source) },
  load: (id) =>
    serverTypes.test(id) ? 'export interface Context {}\nexport interface Meta {}\n' : null,
});

/**
 * The path of the declarations of a package; null for what is found by itself.
 * @param {string} root
 * @param {string} emitted
 * @param {string} source
 */
function locate(root, emitted, source) {
  if (source === '@tydo/api/router') return join(emitted, 'apps/api/src/router.d.ts');
  const [, schema] = /^@tydo\/schemas\/(.*)$/.exec(source) ?? [];
  if (schema !== undefined) return join(emitted, `packages/schemas/src/${schema}.d.ts`);
  const [, library, rest = ''] = /^(@trpc\/client|@trpc\/server|zod)(\/.*)?$/.exec(source) ?? [];
  if (library === undefined) return null;
  const owner = library === 'zod' ? 'schemas' : 'client';
  const base = join(root, 'packages', owner, 'node_modules', library);
  const inside = library === 'zod' ? rest : `/dist${rest}`;
  const file = ['/index.d.mts', '/index.d.ts', '.d.mts']
    .map((end) => `${base}${inside}${end}`)
    .find(existsSync);
  return file === undefined ? null : realpathSync(file);
}
