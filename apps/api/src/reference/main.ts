// `pnpm reference`: writes docs/api.md.
import { writeFile } from 'node:fs/promises';
import { generateReference, referenceFile } from './generate.ts';

await writeFile(referenceFile, await generateReference());
