import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const tsc = new URL('../node_modules/.bin/tsc', import.meta.url).pathname;
const schemas = import.meta.dirname;
const options =
  '--ignoreConfig --declaration --emitDeclarationOnly --allowImportingTsExtensions --strict --skipLibCheck --module nodenext --target es2024 --rootDir /';
const program = `
  import { Operation } from '${schemas}/operation.ts';
  import { TaskListInput, TaskPage, TaskRead } from '${schemas}/task.ts';
  export const task = TaskRead.parse({});
  export const { items } = TaskPage.parse({});
  export const input = TaskListInput.parse({});
  export const { changes: [{ after }] } = Operation.parse({});`;

test('the compiler shows outputs of schemas by the names of their types', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tydo-named-'));
  const file = join(folder, 'program.ts');
  await writeFile(file, program);
  const compile = promisify(execFile)(tsc, [...options.split(' '), '--outDir', folder, file]);
  await compile.catch(({ stdout }) => expect.fail(stdout));
  const declarations = await readFile(join(folder, folder, 'program.d.ts'), 'utf8');
  await rm(folder, { recursive: true });
  expect(declarations).toContain('declare const task: TaskRead;');
  expect(declarations).toContain('items: TaskRead[]');
  expect(declarations).toContain('declare const input: TaskListInput;');
  expect(declarations).toMatch(/after: .*\bTaskRead \| null/);
});
