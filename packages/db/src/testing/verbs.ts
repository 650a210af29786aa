// Every verb of a unit of work, with the shape of its input. They are found by the list of entities and, by
// their names, in the schemas: a new noun or verb is called by the tests that iterate over them.

import { recordOf } from '@tydo/schemas/record';
import { type InputShape, leavesOf } from '@tydo/schemas/testing/input-shape';
import { inputShapeOf } from '@tydo/schemas/testing/input-shape-of';
import { entities, nounsOf } from '../entities.ts';
import type { UnitDependencies } from '../scope.ts';
import { UnitOfWork } from '../unit-of-work.ts';

export interface Verb {
  /** As in the API and the journal, such as `task.create`. */
  path: string;
  noun: string;
  name: string;
  /** Undefined where it takes none. */
  input: InputShape | undefined;
  isWrite: boolean;
  call: (unit: UnitOfWork, input: unknown) => Promise<unknown>;
}

const nouns = nounsOf(entities);

/** By the property of a unit of work: the name of the noun. */
const nounsByProperty = new Map<string, string>([
  ...[...nouns.exported].map(([property, { name }]): [string, string] => [property, name]),
  ['operations', 'operation'],
]);

/** Schemas that are not named for their verb. */
const irregular: Record<string, string> = {
  'task.clearCompleted': 'TaskClear',
};

/** The properties of a unit of work that are typed here; other nouns are called alike. */
interface Typed {
  task: UnitOfWork['tasks'];
  list: UnitOfWork['lists'];
  section: UnitOfWork['sections'];
  label: UnitOfWork['labels'];
  filter: UnitOfWork['filters'];
  settings: UnitOfWork['settings'];
  operation: UnitOfWork['operations'];
}
type Answer<Method> = Method extends (...input: never[]) => Promise<infer Result> ? Result : never;
/** What a verb answers. */
export type AnswerOf<Path extends string> = Path extends `${infer Noun}.${infer Name}`
  ? Noun extends keyof Typed
    ? Name extends keyof Typed[Noun]
      ? Answer<Typed[Noun][Name]>
      : unknown
    : unknown
  : unknown;

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

// the constructor needs nothing else.
const anyUnit = new UnitOfWork({ nouns } as UnitDependencies, '');

/** All verbs of all nouns, in the order of the entities, and of the journal. */
export const verbs: readonly Verb[] = (
  await Promise.all([...nounsByProperty].map(([property, noun]) => verbsIn(property, noun)))
).flat();

export const writes: readonly Verb[] = verbs.filter(({ isWrite }) => isWrite);

/** Calls the verb with this path. @throws TypeError if there is none; Refusal as the verb does. */
export async function callVerb<Path extends string>(
  unit: UnitOfWork,
  path: Path,
  input: unknown,
): Promise<AnswerOf<Path>> {
  const verb = verbs.find((one) => one.path === path);
  if (!verb) throw new TypeError(`There is no ${path}.`);
  // it is this verb's answer.
  return (await verb.call(unit, input)) as AnswerOf<Path>;
}

async function verbsIn(property: string, noun: string): Promise<Verb[]> {
  const methods: object = Object.getPrototypeOf(recordOf(anyUnit)[property]);
  const schemas = recordOf(await import(`@tydo/schemas/${noun}`));
  return Object.getOwnPropertyNames(methods).flatMap((name) => {
    const method: unknown = Reflect.get(methods, name);
    const isVerb = typeof method === 'function' && name !== 'constructor';
    // A generator calls another verb.
    if (!isVerb || method.constructor.name === 'AsyncGeneratorFunction') return [];
    const path = `${noun}.${name}`;
    const input = method.length === 0 ? undefined : shapeOf(path, schemas);
    return {
      path,
      noun,
      name,
      input,
      isWrite: input !== undefined && leavesOf(input).some(({ at }) => at.endsWith('.operationId')),
      call: async (unit: UnitOfWork, value: unknown): Promise<unknown> =>
        Reflect.apply(method, recordOf(unit)[property], [value]),
    };
  });
}

type InputSchema = Parameters<typeof inputShapeOf>[1][number];

function shapeOf(path: string, schemas: Record<string, unknown>): InputShape {
  const regular = path.split('.').map(capital).join('');
  const ref = regular.replace(/Get$/, 'Ref');
  const found = [irregular[path] ?? `${regular}Input`, regular, ref].find((name) => schemas[name]);
  if (!found) throw new Error(`The schema of ${path} has another name: add it to \`irregular\`.`);
  // it is exported as the schema of an input.
  return inputShapeOf(path, [schemas[found] as InputSchema]);
}
