// What a person might do next, at random.
import type { Random } from '@tydo/api/testing/random';
import type { ActResult } from '../acts.ts';
import type { Replica } from '../replica.ts';
import type { TydoModel } from '../tydo/tydo.ts';

type Named = 'list' | 'section' | 'label' | 'filter';

const words = ['milk', 'Bread', 'Käse', '  tea ', '😀', 'a'.repeat(200)];
const descriptions = ['', 'two', 'line\nline', null];
const names = ['Home', 'home', 'Work & play', 'Käse', 'x'.repeat(60)];
const queries = [
  '#Home | @Home',
  '/Home & !p1',
  '@"Work & play" | no labels',
  '#H* & @Käse',
  'today | overdue | recurring',
  '(',
];
const colors = ['red', 'blue', null] as const;

/** One act on what the replica shows; none where there is nothing to do it to. */
export function randomAct(random: Random, replica: Replica<TydoModel>): ActResult[] {
  const choice = random.between(0, 24);
  if (choice < 3) return replica.undo() ?? [];
  if (choice < 4) return replica.redo() ?? [];
  return [choice < 17 ? randomTaskAct(random, replica) : randomNamedAct(random, replica)];
}

/** What exists, and now and then what does not. */
function namesOf(random: Random, replica: Replica<TydoModel>) {
  const pickOne = (keys: readonly string[]) =>
    keys.length === 0 || random.chance(0.01) ? 'missing' : random.pick(keys);
  const idsOf = (noun: Named) => replica.view({ noun }).rows.map(({ id }) => id);
  const uids = () => replica.view({ noun: 'task' }).rows.map(({ uid }) => uid);
  // A command of which a part is gone is sent again without it, after later ones.
  const some = (keys: readonly string[]) => {
    const picked = Array.from({ length: random.between(1, 4) }, () => random.pick(keys));
    return keys.length === 0 ? ['missing'] : [...new Set(picked)];
  };
  return {
    row: (noun: Named) => pickOne(idsOf(noun)),
    rows: (noun: Named) => some(idsOf(noun)),
    task: () => pickOne(uids()),
    /** No copy of a round: it has the rank of its task, and only the server can put a row between them. */
    neighbour: () => {
      const tasks = replica.view({ noun: 'task' }).rows.filter(({ seriesUid }) => !seriesUid);
      return pickOne(tasks.map(({ uid }) => uid));
    },
    tasks: () => some(uids()),
    /** Beside one of these rows, or at the end. */
    beside: (key: () => string) =>
      random.pick([() => ({}), () => ({ before: key() }), () => ({ after: key() })])(),
  };
}

function randomTaskAct(random: Random, replica: Replica<TydoModel>): ActResult {
  const named = namesOf(random, replica);
  const orNull = (key: string) => (key === 'missing' || random.chance(0.2) ? null : key);
  const place = () =>
    random.pick([
      () => ({}),
      () => ({ listId: orNull(named.row('list')) }),
      () => ({ sectionId: orNull(named.row('section')) }),
      () => ({ parentUid: orNull(named.task()) }),
      () => named.beside(named.neighbour),
      () => ({ ...named.beside(named.neighbour), listId: orNull(named.row('list')) }),
    ])();
  const labels = () => named.rows('label').filter((id) => id !== 'missing' || random.chance(0.1));
  const created = () => ({
    uid: random.chance(0.03) ? `taken-${random.between(1, 3)}` : crypto.randomUUID(),
    title: random.pick(words),
    ...(random.chance(0.5) ? { description: random.pick(descriptions) } : {}),
    ...(random.chance(0.2) ? { labelIds: labels() } : {}),
    ...(random.chance(0.2) ? { priority: random.pick([1, 5, 9]) } : {}),
    ...(random.chance(0.4) ? { due: dates().due(), ...dates().schedule() } : {}),
    ...place(),
  });
  const dates = () => randomDates(random, replica);
  const completed = random.chance(0.5);
  const act = random.pick([
    () => replica.act('task.create', created()),
    () => replica.act('task.create', created()),
    () => replica.act('task.createMany', { tasks: many(random, created) }),
    () => replica.act('task.update', { id: named.task(), title: random.pick(words) }),
    () => replica.act('task.update', { id: named.task(), completed, priority: 5 }),
    () =>
      replica.act('task.update', {
        id: named.task(),
        description: random.pick(descriptions),
        labelIds: labels(),
      }),
    () => replica.act('task.updateMany', { ids: named.tasks(), completed }),
    () =>
      replica.act('task.updateMany', {
        ids: named.tasks(),
        priority: 1,
        ...(random.chance(0.3) ? { due: dates().due(), completed } : {}),
        [completed ? 'addLabelIds' : 'removeLabelIds']: labels(),
      }),
    () => replica.act('task.move', { ids: named.tasks(), ...place() }),
    () => replica.act('task.move', { ids: named.tasks(), ...place() }),
    () => replica.act('task.update', { id: named.task(), ...dates().schedule() }),
    () => replica.act('task.complete', dates().round(completed)),
    () => replica.act('task.complete', dates().round(true)),
    () => replica.act(completed ? 'task.complete' : 'task.skip', dates().round(true)),
    () => replica.act('task.delete', { id: named.task() }),
    () =>
      random.chance(0.5)
        ? replica.act('task.deleteMany', { ids: named.tasks() })
        : replica.act('task.createMany', { tasks: many(random, created) }),
  ]);
  return act();
}

const rules = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1',
  'FREQ=DAILY;COUNT=2',
  'FREQ=HOURLY;INTERVAL=12',
  'FREQ=NEVER',
];

/** Dates about now, and rounds. */
function randomDates(random: Random, replica: Replica<TydoModel>) {
  const day = () => {
    const ms = Date.now() + random.between(-3, 3) * 86_400_000;
    return new Date(ms).toISOString().slice(0, 10);
  };
  const date = () => {
    const time = `T${random.pick(['00:00', '09:00', '18:30'])}`;
    return day() + random.pick(['', time, `${time}[Asia/Tokyo]`, `${time}[America/New_York]`]);
  };
  const due = () => (random.chance(0.1) ? null : date());
  return {
    due,
    schedule: () =>
      random.pick([
        () => ({ due: due() }),
        () => ({ start: due() }),
        () => ({ deadline: random.chance(0.2) ? null : day() }),
        () => ({ rule: random.chance(0.2) ? null : random.pick(rules) }),
        () => ({ due: date(), rule: random.pick(rules), start: day() }),
        () => ({ due: date(), rule: random.pick(rules), ruleFrom: 'completion' as const }),
        () => ({ due: date(), anchor: date() }),
      ])(),
    /** Of a recurring task, where there is one. @param isSeen whether it names the round that is shown. */
    round: (isSeen: boolean) => {
      const tasks = replica.view({ noun: 'task' }).rows;
      const recurring = tasks.filter(({ rule }) => rule !== null);
      const [task] = [random.chance(0.8) ? recurring : tasks].flatMap((some) =>
        some.length > 0 ? [random.pick(some)] : [],
      );
      const { uid, occurrence } = task ?? { uid: 'missing', occurrence: null };
      return { id: uid, ...(isSeen && occurrence !== null ? { occurrence } : {}) };
    },
  };
}

const many = <T>(random: Random, make: () => T): T[] =>
  Array.from({ length: random.between(1, 3) }, make);

function randomNamedAct(random: Random, replica: Replica<TydoModel>): ActResult {
  const named = namesOf(random, replica);
  const noun = random.pick(['list', 'section', 'label', 'filter'] as const);
  const id = named.row(noun);
  const name = random.pick(names);
  const color = random.pick(colors);
  const beside = named.beside(() => named.row(noun));
  const create = () => {
    const row = { name, ...beside };
    if (noun === 'list') return replica.act('list.create', { ...row, color });
    if (noun === 'label') return replica.act('label.create', { ...row, color });
    if (noun === 'section')
      return replica.act('section.create', { ...row, listId: named.row('list') });
    return replica.act('filter.create', { ...row, query: random.pick(queries) });
  };
  if (id === 'missing' && random.chance(0.9)) return create();
  const act = random.pick([
    create,
    () => replica.act(`${noun}.update`, { id, name }),
    () => (noun === 'section' ? undefined : replica.act(`${noun}.update`, { id, color })),
    () => replica.act('filter.update', { id: named.row('filter'), query: random.pick(queries) }),
    () => replica.act(`${noun}.move`, { id, ...beside }),
    () => (random.chance(0.3) ? replica.act(`${noun}.delete`, { id }) : create()),
    () => replica.act('list.archive', { id: named.row('list'), archived: random.chance(0.5) }),
    () => replica.act('settings.update', { weekStart: random.between(1, 7) }),
    () =>
      replica.act('settings.update', {
        zone: random.pick(['UTC', 'Europe/Berlin', 'Pacific/Auckland', 'America/Los_Angeles']),
      }),
  ]);
  return act() ?? replica.act('list.create', { name, color });
}
