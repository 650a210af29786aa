// Plays all examples, in the order of the reference.
import type { Example } from './examples.ts';
import { paragraphs } from './markdown.ts';
import type { Play, Played } from './play.ts';
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
  const refusal = await play({ method: 'POST', path: '/trpc/task.create', input: { title: ' ' } });
  const batch = await play({
    method: 'GET',
    path: '/trpc/task.counts,task.get?batch=1',
    input: { 1: { id: 1 } },
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

/**
 * The examples of each procedure, as they are shown.
 *
 * @throws Error that says which procedure has no example, or one that was not answered as it should.
 */
export async function playProcedures(
  procedures: Map<string, Procedure>,
  examples: ExamplesByPath,
  play: Play,
): Promise<{ procedure: Procedure; shown: string[] }[]> {
  const all = Object.entries(examples).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, list]) => ({ noun, verb, path: `${noun}.${verb}`, list })),
  );
  const has = new Set(all.filter(({ list }) => list.length > 0).map(({ path }) => path));
  for (const path of procedures.keys()) {
    if (!has.has(path))
      throw new Error(`${path} has no example: give it one in apps/api/src/reference/examples.ts.`);
  }
  const said: Record<string, Record<string, unknown>> = {};
  const played = [];
  for (const { noun, verb, path, list } of all) {
    const procedure = procedures.get(path);
    if (!procedure) throw new Error(`examples.ts has ${path}, which is no procedure.`);
    const shown = [];
    for (const example of list) {
      const { body, shown: text } = await playOne(play, procedure, example, said);
      if (!example.refused) said[noun] = { ...said[noun], [verb]: Object(body).result.data };
      shown.push(paragraphs(example.intro ?? '', text));
    }
    played.push({ procedure, shown });
  }
  return played;
}

async function playOne(
  play: Play,
  { path, type }: Procedure,
  { input, refused }: Example,
  said: object,
): Promise<Played> {
  const played = await play({
    method: type === 'query' ? 'GET' : 'POST',
    path: `/trpc/${path}`,
    input: typeof input === 'function' ? input(said) : input,
  });
  const code: unknown = Object(played.body).error?.data.code;
  if (code === refused) return played;
  throw new Error(
    `The example of ${path} should ${refused ? `be refused with ${refused}` : 'be answered'}:\n${played.shown}`,
  );
}
