// What the people of a fixture do, and what each call is answered.
import { randomUUID } from 'node:crypto';
import { type Database, Refusal } from '../open-database.ts';
import { type Mutation, mutate } from './mutations.ts';

/** A call as it was made, with its answer, or what it was refused with. */
export interface FixtureCall {
  person: string;
  procedure: string;
  input: unknown;
  answer?: unknown;
  refusal?: { code: string; blockedBy?: string };
}

export type Caller = ReturnType<typeof callerOf>;

/** Calls for one person; each is added to `calls`. */
export function callerOf(db: Database, person: string, calls: FixtureCall[]) {
  const unit = db.unitOfWork(person);
  return {
    call: async <Name extends Mutation>(procedure: Name, input: unknown) => {
      const answer = await mutate(unit, procedure, input);
      calls.push({ person, procedure, input, answer });
      return answer;
    },

    /** @throws TypeError where it is done after all. */
    refused: async (procedure: Mutation, input: unknown): Promise<void> => {
      const error = await mutate(unit, procedure, input).then(
        () => new TypeError(`${procedure} was not refused.`),
        (caught: unknown) => caught,
      );
      if (!(error instanceof Refusal)) throw error;
      calls.push({ person, procedure, input, refusal: refusalIn(error) });
    },

    /** The id of the latest operation. */
    latest: async (): Promise<string> => {
      const { items } = await unit.operations.list({ limit: 1 });
      return items[0]?.id ?? '';
    },
  };
}

/** What a refusal says, but for its words. */
export function refusalIn({ code, data }: Refusal): { code: string; blockedBy?: string } {
  const { blockedBy } = data;
  return blockedBy ? { code, blockedBy: blockedBy.id } : { code };
}

const named = () => ({ operationId: randomUUID() });

/** Every procedure that changes something, with and without `operationId`, also where nothing changes. */
export async function useEverything({ call, refused, latest }: Caller): Promise<void> {
  const milk = await call('task.create', { title: 'Milk' });
  const odd = await call('task.create', {
    title: `  "Ärger" mit 'ß', \\ % _ $1 ? : ; 👩🏽‍🚀 `,
    description: 'Erste Zeile\nzweite\tZeile \u0001 – e\u0301 (NFD), \ud83d\ude00',
    ...named(),
  });
  const tasks = [
    { title: 'Cafe\u0301 (NFD)', description: 'x'.repeat(40) },
    { title: 'Café (NFC)', description: '' },
    { title: 'ΑΣ ας ΐ ﬁ ŉ İ' },
    { title: '字 😀 𐐨' },
    { title: 'null', description: 'NULL' },
  ];
  const { items: made } = await call('task.createMany', { tasks, ...named() });
  const [nfd = milk, nfc = milk, greek = milk, han = milk, nothing = milk] = made;
  await call('task.createMany', { tasks: [{ title: 'Bread' }, { title: 'Butter' }] });
  const { items: more } = await call('task.createMany', {
    tasks: [{ title: 'Draft', description: 'of a letter' }, { title: 'Stamp' }, { title: 'Post' }],
    ...named(),
  });
  const [draft = milk, stamp = milk, post = milk] = more;

  const done = { id: milk.id, completed: true };
  await call('task.update', { ...done, ...named() });
  // Nothing changes, with and without a receipt.
  await call('task.update', { ...done, ...named() });
  await call('task.update', done);
  await call('task.update', { id: odd.id, title: 'Less odd', description: null, ...named() });
  const oddTitle = await latest();
  await call('task.update', { id: nfc.id, description: 'with milk' });
  const known = await call('task.update', { id: draft.id, title: 'Letter', ...named() });
  const letter = await latest();
  await call('task.update', {
    id: draft.id,
    description: 'to Ann',
    ifUpdatedAt: known.updatedAt,
    ...named(),
  });
  await refused('task.update', { id: draft.id, title: 'x', ifUpdatedAt: known.createdAt });

  // One of them is done already.
  await call('task.updateMany', { ids: [greek.id, milk.id], completed: true, ...named() });
  await call('task.updateMany', { ids: [milk.id, greek.id], completed: true, ...named() });
  await call('task.updateMany', { ids: [han.id, nothing.id], completed: true });
  await call('task.updateMany', { ids: [nothing.id], completed: false });

  await call('task.delete', { id: stamp.id });
  await refused('task.delete', { id: stamp.id });
  await call('task.delete', { id: nfd.id, ...named() });
  const deleted = await latest();
  await call('task.deleteMany', { ids: [post.id, nothing.id], ...named() });
  await call('operation.undo', { id: await latest(), ...named() });
  await call('task.deleteMany', { ids: [nothing.id] });

  // An undo of a deletion, of an update, and of an undo; with and without a receipt.
  await call('operation.undo', { id: deleted, ...named() });
  await call('operation.undo', { id: await latest() });
  await call('operation.undo', { id: await latest(), ...named() });
  await call('operation.undo', { id: oddTitle });
  await call('operation.undo', { id: await latest(), ...named() });

  await call('task.update', { id: draft.id, title: 'Letter to Ann' });
  await refused('operation.undo', { id: letter });

  await call('task.clearCompleted', named());
  const cleared = await latest();
  await call('task.clearCompleted', named());
  await call('task.clearCompleted', undefined);
  await call('operation.undo', { id: cleared, ...named() });
  await call('task.update', { id: nfc.id, completed: true, ...named() });
  await call('task.updateMany', { ids: [han.id], completed: false, ...named() });
  await call('task.create', { title: 'Last', ...named() });
}

/** What goes on after older rows: of tasks that those are about, and of one that is new. */
export async function goOn({ call, latest }: Caller, ids: number[]): Promise<void> {
  const [first = 0] = ids;
  await call('task.update', { id: first, description: 'later', ...named() });
  await call('task.updateMany', { ids, completed: true, ...named() });
  await call('operation.undo', { id: await latest(), ...named() });
  await call('task.create', { title: 'Later', ...named() });
}
