// The calls of a fixture's people, and their answers.
import { randomUUID } from 'node:crypto';
import { recordOf } from '@tydo/schemas/record';
import { type Database, Refusal } from '../open-database.ts';
import { exampleInput } from './example-call.ts';
import { type AnswerOf, callVerb, writes } from './verbs.ts';

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
    call: async <Path extends string>(procedure: Path, input: unknown): Promise<AnswerOf<Path>> => {
      const answer = await callVerb(unit, procedure, input);
      calls.push({ person, procedure, input, answer });
      return answer;
    },

    /** @throws TypeError if it is not refused. */
    refused: async (procedure: string, input: unknown): Promise<void> => {
      const error = await callVerb(unit, procedure, input).then(
        () => new TypeError(`${procedure} was not refused.`),
        (caught: unknown) => caught,
      );
      if (!(error instanceof Refusal)) throw error;
      calls.push({ person, procedure, input, refusal: refusalIn(error) });
    },

    /** Calls the writes of nouns that nothing was called of, with an example each. */
    callOthers: async (): Promise<void> => {
      const isKnown = (noun: string) => calls.some((one) => one.procedure.startsWith(`${noun}.`));
      const others = writes.filter(({ noun }) => !isKnown(noun));
      const isOf = (name: string) => (verb: { name: string }) => verb.name === name;
      const [creates, deletes] = [others.filter(isOf('create')), others.filter(isOf('delete'))];
      const rest = others.filter((verb) => !creates.includes(verb) && !deletes.includes(verb));
      for (const verb of [...creates, ...rest, ...deletes]) {
        const input = { ...recordOf(exampleInput(verb)), ...withId() };
        calls.push({ person, procedure: verb.path, input, answer: await verb.call(unit, input) });
      }
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

/** Calls all writes, with and without `operationId`, also without effect. */
export async function useEverything(caller: Caller): Promise<void> {
  await useTasks(caller);
  await useRounds(caller);
  await usePlaces(caller);
  await caller.callOthers();
  await caller.call('task.create', { title: 'Last', ...withId() });
}

/** Tasks as the first versions had them. */
export async function useTasks({ call, refused, latest }: Caller): Promise<void> {
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
}

/** Lists, sections, labels, filters, subtasks and settings: what is moved, renamed and deleted together. */
async function usePlaces({ call, refused, latest }: Caller): Promise<void> {
  const home = await call('list.create', { name: 'Home', color: 'green', ...withId() });
  const work = await call('list.create', { name: 'Work', before: home.id });
  const listId = home.id;
  const kitchen = await call('section.create', { listId, name: 'Kitchen', ...withId() });
  const garden = await call('section.create', { listId, name: 'Garden' });
  const phone = await call('label.create', { name: 'phone', color: 'red', ...withId() });
  const query = '@phone & #Home';
  const calls = await call('filter.create', { name: 'Calls', query, ...withId() });
  await call('filter.create', { id: 'urgent', name: 'Urgent', query: 'p1' });
  await refused('filter.create', { name: 'x', query: '(' });

  const inKitchen = { sectionId: kitchen.id, labelIds: [phone.id], priority: 1 };
  const { uid: parentUid } = await call('task.create', { title: 'Clean', ...inKitchen });
  const { items } = await call('task.createMany', {
    tasks: [
      { title: 'Oven', parentUid },
      { title: 'Fridge', parentUid },
    ],
    ...withId(),
  });
  const ids = items.map(({ uid }) => uid);
  await call('task.move', { ids, listId: work.id, ...withId() });
  await call('operation.undo', { id: await latest(), ...withId() });
  await call('task.updateMany', { ids, priority: 5, addLabelIds: [phone.id], ...withId() });
  await call('task.complete', { id: parentUid, ...withId() });
  await call('task.update', { id: ids[0], completed: false, ...withId() });
  await refused('task.move', { ids: [parentUid], parentUid: ids[0] });

  await call('label.update', { id: phone.id, name: 'call', ...withId() });
  await refused('label.create', { name: 'CALL' });
  await call('list.update', { id: home.id, name: 'House', color: null, ...withId() });
  await call('filter.update', { id: calls.id, query: '@call', ...withId() });
  await call('section.update', { id: garden.id, name: 'Balcony', ...withId() });
  await call('list.move', { id: home.id, before: work.id, ...withId() });
  await call('section.move', { id: garden.id, before: kitchen.id, ...withId() });
  await call('label.create', { id: 'errand', name: 'errand' });
  await call('label.move', { id: 'errand', before: phone.id, ...withId() });
  await call('filter.move', { id: calls.id, after: 'urgent', ...withId() });
  await call('settings.update', { zone: 'Europe/Berlin', weekStart: 7, ...withId() });
  await call('settings.update', { dateOrder: 'dmy' });
  await call('list.archive', { id: work.id, archived: true, ...withId() });

  for (const [noun, id] of Object.entries({
    section: kitchen.id,
    label: phone.id,
    list: home.id,
  })) {
    await call(`${noun}.delete`, { id, ...withId() });
    await call('operation.undo', { id: await latest(), ...withId() });
  }
  await call('filter.delete', { id: 'urgent', ...withId() });
  await call('section.delete', { id: garden.id, ...withId() });
  await call('label.delete', { id: 'errand' });
  await refused('list.update', { id: 'nowhere', name: 'x' });
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
