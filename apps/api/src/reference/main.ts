// `pnpm reference`: writes what is made from the router.
import { mkdir, writeFile } from 'node:fs/promises';
import { generateReference, madeFiles, referenceFile } from './generate.ts';

for (const { file, make } of madeFiles) {
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, make());
}
await writeFile(referenceFile, await generateReference());
