// The calls of a fixture's people, and their answers.
import { randomUUID } from 'node:crypto';
import { type Database, Refusal } from '../open-database.ts';
import { type Mutation, mutate } from './mutations.ts';

/** A call with its answer or refusal. */
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

    /** @throws TypeError if it is not refused. */
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

/** A refusal without its message. */
export function refusalIn({ code, data }: Refusal): { code: string; blockedBy?: string } {
  const { blockedBy } = data;
  return blockedBy ? { code, blockedBy: blockedBy.id } : { code };
}

const withId = () => ({ operationId: randomUUID() });

/** Calls all mutations, with and without `operationId`, also without effect. */
export async function useEverything({ call, refused, latest }: Caller): Promise<void> {
  const milk = await call('task.create', { title: 'Milk' });
  const odd = await call('task.create', {
    title: `  "Ärger" mit 'ß', \\ % _ $1 ? : ; 👩🏽‍🚀 `,
    description: 'Erste Zeile\nzweite\tZeile \u0001 – e\u0301 (NFD), \ud83d\ude00',
    ...withId(),
  });
  const tasks = [
    { title: 'Cafe\u0301 (NFD)', description: 'x'.repeat(40) },
    { title: 'Café (NFC)', description: '' },
    { title: 'ΑΣ ας ΐ ﬁ ŉ İ' },
    { title: '字 😀 𐐨' },
    { title: 'null', description: 'NULL' },
  ];
  const { items: made } = await call('task.createMany', { tasks, ...withId() });
  const [nfd = milk, nfc = milk, greek = milk, han = milk, nothing = milk] = made;
  await call('task.createMany', { tasks: [{ title: 'Bread' }, { title: 'Butter' }] });
  const { items: more } = await call('task.createMany', {
    tasks: [{ title: 'Draft', description: 'of a letter' }, { title: 'Stamp' }, { title: 'Post' }],
    ...withId(),
  });
  const [draft = milk, stamp = milk, post = milk] = more;

  const done = { id: milk.id, completed: true };
  await call('task.update', { ...done, ...withId() });
  // Nothing changes, with and without a receipt.
  await call('task.update', { ...done, ...withId() });
  await call('task.update', done);
  await call('task.update', { id: odd.id, title: 'Less odd', description: null, ...withId() });
  const oddTitle = await latest();
  await call('task.update', { id: nfc.id, description: 'with milk' });
  const known = await call('task.update', { id: draft.id, title: 'Letter', ...withId() });
  const letter = await latest();
  await call('task.update', {
    id: draft.id,
    description: 'to Ann',
    ifUpdatedAt: known.updatedAt,
    ...withId(),
  });
  await refused('task.update', { id: draft.id, title: 'x', ifUpdatedAt: known.createdAt });

  // One of them is done already.
  await call('task.updateMany', { ids: [greek.id, milk.id], completed: true, ...withId() });
  await call('task.updateMany', { ids: [milk.id, greek.id], completed: true, ...withId() });
  await call('task.updateMany', { ids: [han.id, nothing.id], completed: true });
  await call('task.updateMany', { ids: [nothing.id], completed: false });

  await call('task.delete', { id: stamp.id });
  await refused('task.delete', { id: stamp.id });
  await call('task.delete', { id: nfd.id, ...withId() });
  const deleted = await latest();
  await call('task.deleteMany', { ids: [post.id, nothing.id], ...withId() });
  await call('operation.undo', { id: await latest(), ...withId() });
  await call('task.deleteMany', { ids: [nothing.id] });

  // An undo of a deletion, of an update, and of an undo; with and without a receipt.
  await call('operation.undo', { id: deleted, ...withId() });
  await call('operation.undo', { id: await latest() });
  await call('operation.undo', { id: await latest(), ...withId() });
  await call('operation.undo', { id: oddTitle });
  await call('operation.undo', { id: await latest(), ...withId() });

  await call('task.update', { id: draft.id, title: 'Letter to Ann' });
  await refused('operation.undo', { id: letter });

  await call('task.clearCompleted', withId());
  const cleared = await latest();
  await call('task.clearCompleted', withId());
  await call('task.clearCompleted', undefined);
  await call('operation.undo', { id: cleared, ...withId() });
  await call('task.update', { id: nfc.id, completed: true, ...withId() });
  await call('task.updateMany', { ids: [han.id], completed: false, ...withId() });
  await useRounds({ call, refused, latest });
  await call('task.create', { title: 'Last', ...withId() });
}

/** Dates that do not depend on the day of the call. */
async function useRounds({ call, refused, latest }: Caller): Promise<void> {
  const dated = {
    due: '2150-01-31T09:00[Europe/Berlin]',
    start: '2150-01-30',
    deadline: '2150-02-01',
  };
  const { id } = await call('task.create', { title: 'Rent', ...dated, rule: 'FREQ=DAILY;COUNT=4' });
  const round = { id, occurrence: dated.due };
  await call('task.complete', { ...round, ...withId() });
  await call('task.complete', round);
  await refused('task.complete', { id, occurrence: '2150-03-01' });
  await call('task.skip', { id, ...withId() });
  await call('operation.undo', { id: await latest(), ...withId() });
  await call('task.update', { id, completed: true, ...withId() });
  await call('operation.undo', { id: await latest() });
  await call('task.update', { id, due: '2150-02-03' });
}

/** Later calls on older tasks, and on a new one. */
export async function goOn({ call, latest }: Caller, ids: number[]): Promise<void> {
  const [first = 0] = ids;
  await call('task.update', { id: first, description: 'later', ...withId() });
  await call('task.updateMany', { ids, completed: true, ...withId() });
  await call('operation.undo', { id: await latest(), ...withId() });
  await call('task.create', { title: 'Later', ...withId() });
}
