// All mutations by name, to make the calls of a fixture and to repeat them.
import { OperationUndo, OperationUndone } from '@tydo/schemas/operation';
import {
  TaskClear,
  TaskComplete,
  TaskCompleted,
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleteMany,
  TaskItems,
  TaskRead,
  TaskRef,
  TaskRefs,
  TaskSkip,
  TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import type { UnitOfWork } from '../open-database.ts';

interface Answers {
  'task.create': TaskRead;
  'task.createMany': TaskItems;
  'task.update': TaskRead;
  'task.updateMany': TaskItems;
  'task.complete': TaskCompleted;
  'task.skip': TaskRead;
  'task.delete': TaskRef;
  'task.deleteMany': TaskRefs;
  'task.clearCompleted': TasksCleared;
  'operation.undo': OperationUndone;
}

export type Mutation = keyof Answers;

const mutations: {
  [Name in Mutation]: (unit: UnitOfWork, input: unknown) => Promise<Answers[Name]>;
} = {
  'task.create': ({ tasks }, input) => tasks.create(TaskCreate.parse(input)),
  'task.createMany': ({ tasks }, input) => tasks.createMany(TaskCreateMany.parse(input)),
  'task.update': ({ tasks }, input) => tasks.update(TaskUpdate.parse(input)),
  'task.updateMany': ({ tasks }, input) => tasks.updateMany(TaskUpdateMany.parse(input)),
  'task.complete': ({ tasks }, input) => tasks.complete(TaskComplete.parse(input)),
  'task.skip': ({ tasks }, input) => tasks.skip(TaskSkip.parse(input)),
  'task.delete': ({ tasks }, input) => tasks.delete(TaskDelete.parse(input)),
  'task.deleteMany': ({ tasks }, input) => tasks.deleteMany(TaskDeleteMany.parse(input)),
  'task.clearCompleted': ({ tasks }, input) => tasks.clearCompleted(TaskClear.parse(input)),
  'operation.undo': ({ operations }, input) => operations.undo(OperationUndo.parse(input)),
};

const answers: { [Name in Mutation]: { parse: (answer: unknown) => Answers[Name] } } = {
  'task.create': TaskRead,
  'task.createMany': TaskItems,
  'task.update': TaskRead,
  'task.updateMany': TaskItems,
  'task.complete': TaskCompleted,
  'task.skip': TaskRead,
  'task.delete': TaskRef,
  'task.deleteMany': TaskRefs,
  'task.clearCompleted': TasksCleared,
  'operation.undo': OperationUndone,
};

/**
 * @throws ZodError for an invalid input or answer; Refusal as the verb does.
 */
export const mutate = async <Name extends Mutation>(
  unit: UnitOfWork,
  name: Name,
  input: unknown,
): Promise<Answers[Name]> => answers[name].parse(await mutations[name](unit, input));

export const isMutation = (name: string): name is Mutation => Object.hasOwn(mutations, name);
