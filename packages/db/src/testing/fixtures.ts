// Databases that versions before this one have left, to be opened by it; make-fixture.ts makes them.
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Engine, execute, type TemporaryDatabase, temporaryDatabase } from './databases.ts';
import type { FixtureCall } from './fixture-calls.ts';

export type { FixtureCall } from './fixture-calls.ts';

const folder = new URL('../fixtures/', import.meta.url);

/** The names of all fixtures. */
export const fixtures: readonly string[] = readdirSync(folder).toSorted();

/** A copy of a fixture's database, with the calls that can be repeated, in their order. */
export async function copyFixture(
  name: string,
  engine: Engine,
): Promise<TemporaryDatabase & { calls: FixtureCall[] }> {
  const from = (file: string) => fileURLToPath(new URL(`${name}/${engine}/${file}`, folder));
  const calls: FixtureCall[] = JSON.parse(readFileSync(from('calls.json'), 'utf8'));
  const database = await temporaryDatabase(engine);
  if (engine === 'sqlite') copyFileSync(from('tydo.db'), database.url.slice('sqlite:'.length));
  else await execute(database.url, readFileSync(from('tydo.sql'), 'utf8'));
  return { ...database, calls };
}

/**
 * An answer in one form, whichever version gave it: changes have `noun` and `id`, where older versions had
 * `taskId`; an undo has the tasks after it, by id, which older versions had beside the operation.
 */
export function inOneForm(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer), (_key, value: unknown) => {
    if (!isObject(value)) return value;
    const { taskId, operation, tasks, ...rest } = value;
    if (taskId !== undefined) return { noun: 'task', id: taskId, ...rest };
    if (!isObject(operation)) return value;
    return { ...rest, operation, tasks: byId(tasks ?? tasksAfter(operation)) };
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectsIn = (list: unknown): Record<string, unknown>[] =>
  Array.isArray(list) ? list.filter(isObject) : [];

const tasksAfter = ({ changes }: Record<string, unknown>): unknown[] =>
  objectsIn(changes).flatMap(({ noun, after }) => (noun === 'task' ? (after ?? []) : []));

const byId = (tasks: unknown): unknown[] =>
  objectsIn(tasks).toSorted((one, other) => Number(one['id']) - Number(other['id']));
