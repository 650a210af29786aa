// What people do with tasks that they name.
import { call, connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { UsageError } from '../errors.ts';
import { parseOptions } from '../options.ts';
import { fieldsOf, readProcedures } from '../procedures.ts';
import { taskName } from '../values.ts';

/** The ids of a command that takes nothing else. */
function idsIn(args: readonly string[]): (number | string)[] {
  const ids = parseOptions(args, {}).words.map(taskName);
  if (ids.length === 0) throw new UsageError('Name a task, by its number or its uid.');
  return ids;
}

const oneOf = (ids: readonly (number | string)[]): number | string => {
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new UsageError('Name one task.');
  return id;
};

export const show: Run = async (args, { io, print }) => {
  const id = oneOf(idsIn(args));
  print(await connect(io).task.get.query({ id }));
};

export const edit: Run = async (args, { io, print }) => {
  const procedure = readProcedures().find(({ path }) => path === 'task.update');
  if (!procedure) throw new TypeError('There is no task.update.');
  const { words, values } = parseOptions(args, fieldsOf(procedure));
  const id = oneOf(words.map(taskName));
  print(await call(connect(io), procedure, { ...values, id }));
};

const complete =
  (completed: boolean): Run =>
  async (args, { io, print }) => {
    const ids = idsIn(args);
    print(await connect(io).task.updateMany.mutate({ ids, completed }));
  };

export const done = complete(true);
export const reopen = complete(false);

export const rm: Run = async (args, { io, print }) => {
  const ids = idsIn(args);
  print(await connect(io).task.deleteMany.mutate({ ids }));
};
