// Runs commands on one engine as callers do: parses inputs with the schemas, with one unit of work per call.
import {
  TaskCreate,
  TaskCreateMany,
  type TaskItems,
  TaskListInput,
  type TaskPage,
  TaskRead,
  TaskRef,
  TaskRefs,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import type { Database, Tasks } from '../open-database.ts';
import type { Command, Filter, From, Race, Ref, Simple, Who } from './commands.ts';
import { execute, newPerson } from './databases.ts';
import { Memory } from './memory.ts';

/** The answers, normalized by `Memory.normalize`. */
export async function play(engine: Opened, commands: Command[]): Promise<unknown[]> {
  const player = new Player(engine);
  const answers: unknown[] = [];
  for (const command of commands) answers.push(await player.perform(command));
  return answers;
}

type Opened = { db: Database; url: string };
type RaceCommand = Extract<Command, { kind: 'race' }>;

class Player {
  readonly #engine: Opened;
  readonly #people = [newPerson(), newPerson()] as const;
  readonly #memory = new Memory();

  constructor(engine: Opened) {
    this.#engine = engine;
  }

  async perform(command: Command): Promise<unknown> {
    if (command.kind === 'concurrent')
      return Promise.all(command.both.map((one) => this.perform(one)));
    if (command.kind === 'pages') return this.#readPages(command);
    if (command.kind === 'race') return this.#race(command);
    if (command.kind === 'insert') {
      return this.#memory.normalize(command.by, this.#insert(command.by, command.input));
    }
    return this.#memory.normalize(command.by, this.#send(command));
  }

  #tasks(who: Who): Tasks {
    return this.#engine.db.unitOfWork(this.#people[who]).tasks;
  }

  async #send(command: Simple): Promise<unknown> {
    const { by } = command;
    switch (command.kind) {
      case 'create': {
        const task = await this.#create(by, command.input);
        this.#memory.created(by, [task]);
        return task;
      }
      case 'createMany': {
        const created = await this.#createMany(by, command.inputs);
        this.#memory.created(by, created.items);
        return created;
      }
      case 'updateMany': {
        const { completed } = command;
        const update = TaskUpdateMany.parse({ ids: this.#ids(command.of), completed });
        return this.#tasks(by).updateMany(update);
      }
      case 'deleteMany':
        return this.#tasks(by).deleteMany(TaskRefs.parse({ ids: this.#ids(command.of) }));
      case 'update': {
        const id = this.#memory.id(command.of);
        const ifUpdatedAt = this.#memory.version(id, command.seen);
        return this.#update(by, { id, ...command.changes, ifUpdatedAt });
      }
      case 'get':
      case 'delete':
        return this.#tasks(by)[command.kind](TaskRef.parse({ id: this.#memory.id(command.of) }));
      case 'list': {
        const page = await this.#list(by, command.filter, command.from);
        const strangers = command.from && 'whose' in command.from && command.from.whose !== by;
        // Which of two concurrently created tasks is newer is not defined.
        return strangers ? page.items.every(({ id }) => this.#memory.isOf(by, id)) : page;
      }
      case 'counts':
      case 'clearCompleted':
        return this.#tasks(by)[command.kind]();
    }
  }

  async #create(by: Who, input: unknown): Promise<TaskRead> {
    const task = TaskCreate.parse(input);
    this.#memory.wrote(by, [task.title, task.description]);
    return this.#tasks(by).create(task);
  }

  async #createMany(by: Who, inputs: unknown[]): Promise<TaskItems> {
    const { tasks } = TaskCreateMany.parse({ tasks: inputs });
    for (const task of tasks) this.#memory.wrote(by, [task.title, task.description]);
    return this.#tasks(by).createMany({ tasks });
  }

  /** Without duplicates. */
  #ids(of: Ref[]): unknown[] {
    return [...new Set(of.map((ref) => this.#memory.id(ref)))];
  }

  async #insert(by: Who, input: unknown): Promise<TaskRead> {
    const { title, description = null } = TaskCreate.parse(input);
    this.#memory.wrote(by, [title, description]);
    const values = [this.#people[by], title, description].map((text) =>
      text === null ? 'null' : `'${text.replaceAll("'", "''")}'`,
    );
    const insert = `insert into task (user_id, title, description) values (${values.join()})`;
    const [row] = await execute(this.#engine.url, `${insert} returning id`);
    const task = await this.#tasks(by).get(TaskRef.parse(row));
    this.#memory.created(by, [task]);
    return task;
  }

  async #update(by: Who, input: object): Promise<TaskRead> {
    const update = TaskUpdate.parse(input);
    this.#memory.wrote(by, [update.title, update.description]);
    return this.#tasks(by).update(update);
  }

  async #list(by: Who, { search, ...filter }: Filter, from: From | null): Promise<TaskPage> {
    return this.#tasks(by).list(
      TaskListInput.parse({
        ...filter,
        ...(search && { search: this.#memory.search(by, search) }),
        ...(from && { cursor: this.#memory.cursor(from) }),
      }),
    );
  }

  /** Page after page, with the commands between them. */
  async #readPages({
    by,
    filter,
    between,
  }: Extract<Command, { kind: 'pages' }>): Promise<unknown[]> {
    const answers: unknown[] = [];
    const search = filter.search && { text: this.#memory.search(by, filter.search) };
    let from: From | null = null;
    for (let page = 0; page < 50; page += 1) {
      const answer = this.#list(by, { ...filter, ...(search && { search }) }, from);
      answers.push(await this.#memory.normalize(by, answer));
      const { nextCursor } = await answer.catch(() => ({ nextCursor: null }));
      if (nextCursor === null) return answers;
      from = { cursor: nextCursor };
      const next = between[page];
      if (next) answers.push(await this.perform(next));
    }
    throw new Error('The list does not end.');
  }

  /** The answers, sorted, and the list afterwards. */
  async #race({ by, doing, ...command }: RaceCommand): Promise<unknown> {
    const id = this.#memory.id({ whose: by, nth: command.nth });
    const answers = await Promise.allSettled(this.#calls(by, doing, id, command));
    if (doing === 'creates') this.#memory.created(by, answers.flatMap(tasksIn));
    const normalized: string[] = [];
    for (const answer of answers) {
      const answered = await this.#memory.normalize(by, orderless(doing, answer));
      normalized.push(JSON.stringify(answered));
    }
    const after = this.#memory.normalize(by, this.#tasks(by).list({ limit: 100 }));
    return { answers: normalized.toSorted(), after: await after };
  }

  #calls(
    by: Who,
    doing: Race,
    id: unknown,
    { size, changes }: Pick<RaceCommand, 'size' | 'changes'>,
  ): Promise<unknown>[] {
    const times = (call: () => Promise<unknown>) =>
      Array.from({ length: size }, async () => call());
    const { title, description, completed } = changes;
    const ifUpdatedAt = this.#memory.version(id, 'current');
    switch (doing) {
      case 'different fields':
        return [{ title }, { description }, { completed }].map(async (change) =>
          this.#update(by, { id, ...change }),
        );
      case 'one version':
        return times(() => this.#update(by, { id, title, completed, ifUpdatedAt }));
      case 'one change':
        return times(() => this.#update(by, { id, ...changes }));
      case 'deletes':
        return times(() => this.#tasks(by).delete(TaskRef.parse({ id })));
      case 'an update and a delete':
        return [
          (async () => this.#update(by, { id, title }))(),
          this.#tasks(by).delete(TaskRef.parse({ id })),
        ];
      case 'creates':
        return times(() => this.#create(by, { title, description }));
      case 'clearings':
        return times(() => this.#tasks(by).clearCompleted());
    }
  }
}

const tasksIn = (answer: PromiseSettledResult<unknown>): TaskRead[] =>
  answer.status === 'fulfilled' ? [TaskRead.parse(answer.value)] : [];

/** The part of an answer that does not depend on the order of the calls. */
async function orderless(doing: Race, answer: PromiseSettledResult<unknown>): Promise<unknown> {
  if (answer.status === 'fulfilled') return /fields|update and/.test(doing) ? 'done' : answer.value;
  const maybeGone =
    doing === 'an update and a delete' && Object(answer.reason).code === 'NOT_FOUND';
  if (maybeGone) return 'done';
  throw answer.reason;
}
