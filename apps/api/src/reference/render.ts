// Renders the reference: template.md, filled with facts of the code and the responses of a server.
import { readFile } from 'node:fs/promises';
import type { AnyRouter } from '@trpc/server';
import { SignUp } from '@tydo/schemas/account';
import { ErrorData, errorCodes, errorDescriptions, errorStatus } from '@tydo/schemas/error';
import { taskLimits } from '@tydo/schemas/task';
import { maxBatchSize, maxBodyBytes, maxHeaderBytes } from '@tydo/schemas/wire';
import { jsonSchemaOf } from '../faces/json-schema.ts';
import { proceduresOf } from '../faces/procedures.ts';
import type { RunCall } from './call-runner.ts';
import { table } from './markdown.ts';
import {
  inputTable,
  linkToProcedure,
  outputTable,
  renderProcedure,
  renderShapes,
} from './procedures.ts';
import {
  checkExamples,
  type ExamplesByPath,
  runGeneralExamples,
  runProcedureExamples,
} from './run-examples.ts';

/**
 * @param run runs a call against a new server.
 * @throws Error that says what a procedure lacks, or which example has an unexpected status.
 */
export async function renderReference(
  router: AnyRouter,
  examples: ExamplesByPath,
  run: RunCall,
): Promise<string> {
  const procedures = proceduresOf(router);
  checkExamples(procedures, examples);
  const general = await runGeneralExamples(run);
  const sections = await runProcedureExamples(procedures, examples, run);
  const template = await readFile(new URL('template.md', import.meta.url), 'utf8');
  return fill(template, {
    ...facts(),
    ...general,
    overview: table(
      ['procedure', 'summary'],
      sections.map(({ procedure: { path, meta } }) => [linkToProcedure(path), meta.summary]),
    ),
    procedures: sections
      .map((section) => renderProcedure(section.procedure, section.examples))
      .join('\n\n'),
    shapes: renderShapes([...procedures.values()]),
  });
}

const facts = () => ({
  signUpFields: inputTable(SignUp),
  errorFields: outputTable(jsonSchemaOf(ErrorData, 'output')),
  codes: table(
    ['code', 'status', 'meaning'],
    errorCodes.map((code) => [`\`${code}\``, `${errorStatus[code]}`, errorDescriptions[code]]),
  ),
  batchSize: `${maxBatchSize}`,
  bodySize: `${maxBodyBytes / 1024} KiB`,
  headerSize: `${maxHeaderBytes / 1024} KiB`,
  maxId: `${taskLimits.id}`,
});

/** Replaces every `{{name}}`. @throws Error for an unknown name. */
function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined)
      throw new Error(`template.md has the unknown placeholder {{${name}}}.`);
    return value;
  });
}
