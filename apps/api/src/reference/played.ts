// Plays all examples, in the order of the reference.

import { errorStatus } from '@tydo/schemas/error';
import { recordOf } from '@tydo/schemas/record';
import type { Example } from './examples.ts';
import { paragraphs } from './markdown.ts';
import type { Play } from './play.ts';
import type { Procedure } from './procedures.ts';

/** By noun and verb. */
export type ExamplesByPath = Record<string, Record<string, Example[]>>;

const account = { name: 'Ann', email: 'ann@example.com', password: 'correct horse battery' };

/** The examples of what holds for every call, by their names in page.md. */
export async function playGeneral(play: Play): Promise<Record<string, string>> {
  const { name: _, ...credentials } = account;
  const signUp = await play({ method: 'POST', path: '/api/auth/sign-up/email', input: account });
  const signIn = await play({
    method: 'POST',
    path: '/api/auth/sign-in/email',
    input: credentials,
  });
  const query = await play({ method: 'GET', path: '/trpc/task.list', input: { limit: 10 } });
  const refusal = await play({
    method: 'POST',
    path: '/trpc/task.create',
    input: { title: ' ' },
    status: 400,
  });
  const batch = await play({
    method: 'GET',
    path: '/trpc/task.counts,task.get?batch=1',
    input: { 1: { id: 1 } },
    status: 207,
  });
  return {
    signUp: signUp.shown,
    signIn: signIn.shown,
    token: /"token": "(\w+)"/.exec(signIn.shown)?.[1] ?? '',
    query: query.shown,
    refusal: refusal.shown,
    batch: batch.shown,
  };
}

/** @throws Error that says which procedure has no example. */
export function checkExamples(procedures: Map<string, Procedure>, examples: ExamplesByPath): void {
  for (const path of procedures.keys()) {
    const [noun = '', verb = ''] = path.split('.');
    if (examples[noun]?.[verb]?.length) continue;
    throw new Error(`${path} has no example: give it one in apps/api/src/reference/examples.ts.`);
  }
}

/**
 * The examples of each procedure, as they are shown.
 *
 * @throws Error for one that is not answered as it should.
 */
export async function playProcedures(
  procedures: Map<string, Procedure>,
  examples: ExamplesByPath,
  play: Play,
): Promise<{ procedure: Procedure; shown: string[] }[]> {
  const said: Record<string, Record<string, unknown>> = {};
  const played = [];
  for (const [noun, verbs] of Object.entries(examples)) {
    for (const [verb, list] of Object.entries(verbs)) {
      const procedure = procedures.get(`${noun}.${verb}`);
      if (!procedure) throw new Error(`There is no ${noun}.${verb}, of which there is an example.`);
      const shown = [];
      for (const { input, intro = '', refused } of list) {
        const answer = await play({
          method: procedure.type === 'query' ? 'GET' : 'POST',
          path: `/trpc/${procedure.path}`,
          input: typeof input === 'function' ? input(said) : input,
          status: refused ? errorStatus[refused] : 200,
        });
        const { data } = recordOf(recordOf(answer.body)['result']);
        if (!refused) said[noun] = { ...said[noun], [verb]: data };
        shown.push(paragraphs(intro, answer.shown));
      }
      played.push({ procedure, shown });
    }
  }
  return played;
}
