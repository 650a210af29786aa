// A copy of the built page that a test can replace, as a deployment does.
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readBuild } from '@tydo/web/list-build-files';

export interface Deployment extends AsyncDisposable {
  folder: string;
  /** Replaces the page by one with this description. Its code has new names, the old files are gone. */
  deploy: (description: string) => Promise<void>;
}

const dist = new URL('../apps/web/dist/', import.meta.url).pathname;

export async function copyPage(): Promise<Deployment> {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-page-'));
  await cp(dist, folder, { recursive: true });
  let count = 1;
  return {
    folder,
    async deploy(description) {
      count += 1;
      const before = JSON.stringify(await readBuild(folder));
      const assets = await readdir(join(folder, 'assets'));
      const newNames = assets.map((name) => [name, name.replace(/(-v\d+)?\./, `-v${count}.`)]);
      const files = [...assets.map((name) => join('assets', name)), 'index.html'];
      for (const file of files) {
        let text = await readFile(join(folder, file), 'utf8');
        for (const [name = '', newName = ''] of newNames) text = text.replaceAll(name, newName);
        text = text.replace(/(name="description" content=")[^"]*/, `$1${description}`);
        await writeFile(join(folder, file), text);
      }
      for (const [name = '', newName = ''] of newNames) {
        await rename(join(folder, 'assets', name), join(folder, 'assets', newName));
      }
      const worker = join(folder, 'sw.js');
      const after = JSON.stringify(await readBuild(folder));
      await writeFile(worker, (await readFile(worker, 'utf8')).replace(before, after));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
