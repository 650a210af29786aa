// `pnpm reference` writes docs/api.md.
import { writeFile } from 'node:fs/promises';
import { makeReference, referenceFile } from './make.ts';

await writeFile(referenceFile, await makeReference());
