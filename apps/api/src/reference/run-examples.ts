// Runs all examples, in the order of the reference.
import { errorStatus } from '@tydo/schemas/error';
import { recordOf } from '@tydo/schemas/record';
import type { Procedure } from '../faces/procedures.ts';
import type { RunCall } from './call-runner.ts';
import type { Example } from './examples.ts';
import { paragraphs } from './markdown.ts';

/** By noun and verb. */
export type ExamplesByPath = Record<string, Record<string, Example[]>>;

const account = { name: 'Ann', email: 'ann@example.com', password: 'correct horse battery' };

/** Runs the examples about all calls. @returns Markdown by the placeholders of template.md. */
export async function runGeneralExamples(run: RunCall): Promise<Record<string, string>> {
  const { name: _, ...credentials } = account;
  const signUp = await run({ method: 'POST', path: '/api/auth/sign-up/email', input: account });
  const signIn = await run({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    input: credentials,
  });
  const query = await run({ method: 'GET', path: '/trpc/task.list', input: { limit: 10 } });
  const error = await run({
    method: 'POST',
    path: '/trpc/task.create',
    input: { title: ' ' },
    status: 400,
  });
  const batch = await run({
    method: 'GET',
    path: '/trpc/task.counts,task.get?batch=1',
    input: { 1: { id: 1 } },
    status: 207,
  });
  return {
    signUp: signUp.markdown,
    signIn: signIn.markdown,
    token: /"token": "(\w+)"/.exec(signIn.markdown)?.[1] ?? '',
    query: query.markdown,
    error: error.markdown,
    batch: batch.markdown,
  };
}

/** @throws Error that names a procedure without an example. */
export function checkExamples(procedures: Map<string, Procedure>, examples: ExamplesByPath): void {
  for (const path of procedures.keys()) {
    const [noun = '', verb = ''] = path.split('.');
    if (examples[noun]?.[verb]?.length) continue;
    throw new Error(`${path} has no example: give it one in apps/api/src/reference/examples.ts.`);
  }
}

/**
 * Runs the examples of each procedure.
 *
 * @throws Error for an example with an unexpected status.
 */
export async function runProcedureExamples(
  procedures: Map<string, Procedure>,
  examples: ExamplesByPath,
  run: RunCall,
): Promise<{ procedure: Procedure; examples: string[] }[]> {
  const results: Record<string, Record<string, unknown>> = {};
  const all = [];
  for (const [noun, verbs] of Object.entries(examples)) {
    for (const [verb, list] of Object.entries(verbs)) {
      const procedure = procedures.get(`${noun}.${verb}`);
      if (!procedure)
        throw new Error(`There is an example of ${noun}.${verb}, but no such procedure.`);
      const markdowns = [];
      for (const { input, intro = '', error } of list) {
        const response = await run({
          method: procedure.type === 'mutation' ? 'POST' : 'GET',
          path: `/trpc/${procedure.path}`,
          input: typeof input === 'function' ? input(results) : input,
          status: error ? errorStatus[error] : 200,
        });
        const { data } = recordOf(recordOf(response.body)['result']);
        if (!error) results[noun] = { ...results[noun], [verb]: data };
        markdowns.push(paragraphs(intro, response.markdown));
      }
      all.push({ procedure, examples: markdowns });
    }
  }
  return all;
}
