// The reference as one text: page.md, filled with what the code knows and what a server says.
import { readFile } from 'node:fs/promises';
import type { AnyRouter } from '@trpc/server';
import { SignUp } from '@tydo/schemas/account';
import { ErrorData, errorCodes, errorMeaning, errorStatus } from '@tydo/schemas/error';
import { taskLimits } from '@tydo/schemas/task';
import { maxBatchSize, maxBodyBytes, maxHeaderBytes } from '@tydo/schemas/wire';
import { jsonSchemaOf } from './fields.ts';
import { table } from './markdown.ts';
import type { Play } from './play.ts';
import { checkExamples, type ExamplesByPath, playGeneral, playProcedures } from './played.ts';
import {
  inputTable,
  linkToProcedure,
  outputTable,
  proceduresOf,
  sectionOf,
  shapesOf,
} from './procedures.ts';

/**
 * @param play plays them against a server that nobody has used yet.
 * @throws Error that says what is missing of a procedure, or which example is not answered as it
 * should be.
 */
export async function referenceOf(
  router: AnyRouter,
  examples: ExamplesByPath,
  play: Play,
): Promise<string> {
  const procedures = proceduresOf(router);
  checkExamples(procedures, examples);
  const general = await playGeneral(play);
  const played = await playProcedures(procedures, examples, play);
  const template = await readFile(new URL('page.md', import.meta.url), 'utf8');
  return fill(template, {
    ...facts(),
    ...general,
    overview: table(
      ['procedure', 'does'],
      played.map(({ procedure: { path, about } }) => [linkToProcedure(path), about.does]),
    ),
    procedures: played.map(({ procedure, shown }) => sectionOf(procedure, shown)).join('\n\n'),
    shapes: shapesOf([...procedures.values()]),
  });
}

const facts = () => ({
  signUpFields: inputTable(SignUp),
  errorFields: outputTable(jsonSchemaOf(ErrorData, 'output')),
  codes: table(
    ['code', 'status', 'meaning'],
    errorCodes.map((code) => [`\`${code}\``, `${errorStatus[code]}`, errorMeaning[code]]),
  ),
  batchSize: `${maxBatchSize}`,
  bodySize: `${maxBodyBytes / 1024} KiB`,
  headerSize: `${maxHeaderBytes / 1024} KiB`,
  maxId: `${taskLimits.id}`,
});

/** Replaces every `{{name}}`. @throws Error for one that nobody knows. */
function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`page.md asks for {{${name}}}, which there is not.`);
    return value;
  });
}
