// What a client of the released document would notice in a later one: the rules of versions.

type Json = Record<string, unknown>;

const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const numberOf = (value: unknown, otherwise = 0): number =>
  typeof value === 'number' ? value : otherwise;
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Each breaking change as a sentence. */
export function breakingChanges(released: object, current: object): string[] {
  const [before, after] = [new Document(released), new Document(current)];
  return before.operations().flatMap(({ name, operation }) => {
    const now = after.operation(name);
    if (!now) return [`${name} is gone`];
    return [
      ...(operation['operationId'] === now['operationId']
        ? []
        : [`${name} has another operationId`]),
      ...parameterChanges(name, before.parametersOf(operation), after.parametersOf(now)),
      ...bodyChanges(name, [before, operation], [after, now]),
      ...responseChanges(name, [before, operation], [after, now]),
    ];
  });
}

class Document {
  readonly #root: Json;

  constructor(root: object) {
    this.#root = objectOf(root);
  }

  resolve(value: unknown): Json {
    const found = objectOf(value);
    if (typeof found['$ref'] !== 'string') return found;
    const path = found['$ref'].slice(2).split('/');
    return path.reduce((place, key) => objectOf(place[key]), this.#root);
  }

  operations(): { name: string; operation: Json }[] {
    return Object.entries(objectOf(this.#root['paths'])).flatMap(([path, methods]) =>
      Object.entries(objectOf(methods)).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        operation: objectOf(operation),
      })),
    );
  }

  operation(name: string): Json | undefined {
    return this.operations().find((one) => one.name === name)?.operation;
  }

  parametersOf(operation: Json): Map<string, Json> {
    const all = listOf(operation['parameters']).map((one) => this.resolve(one));
    return new Map(all.map((one) => [`${String(one['in'])} ${String(one['name'])}`, one]));
  }

  schemaIn(holder: Json): Json {
    const [content] = Object.values(objectOf(holder['content']));
    return objectOf(objectOf(content)['schema']);
  }
}

function parameterChanges(name: string, before: Map<string, Json>, after: Map<string, Json>) {
  const gone = [...before].flatMap(([key, parameter]) => {
    const now = after.get(key);
    if (!now) return [`${name}: ${key} is gone`];
    return narrowed(`${name}: ${key}`, objectOf(parameter['schema']), objectOf(now['schema']));
  });
  const required = [...after].flatMap(([key, now]) =>
    now['required'] === true && before.get(key)?.['required'] !== true
      ? [`${name}: ${key} is required now`]
      : [],
  );
  return [...gone, ...required];
}

type Side = [document: Document, operation: Json];

function bodyChanges(name: string, [before, operation]: Side, [after, now]: Side): string[] {
  const schemaOf = (document: Document, from: Json) =>
    document.schemaIn(objectOf(from['requestBody']));
  return narrowed(`${name}: body`, schemaOf(before, operation), schemaOf(after, now));
}

function responseChanges(name: string, [before, operation]: Side, [after, now]: Side): string[] {
  const [old, current] = [objectOf(operation['responses']), objectOf(now['responses'])];
  const added = Object.keys(current)
    .filter((status) => !(status in old))
    .map((status) => `${name}: may answer ${status} now`);
  const changed = Object.entries(old).flatMap(([status, response]) => {
    if (!(status in current)) return status.startsWith('2') ? [`${name}: ${status} is gone`] : [];
    const [schema, latest] = [
      before.schemaIn(before.resolve(response)),
      after.schemaIn(after.resolve(current[status])),
    ];
    return widened(`${name}: ${status}`, [before, schema], [after, latest], 0);
  });
  return [...added, ...changed];
}

/** An input that took something which it does not take any more. */
function narrowed(at: string, before: Json, after: Json): string[] {
  const atMost = ['maxLength', 'maximum', 'maxItems'].filter(
    (key) =>
      typeof after[key] === 'number' && numberOf(before[key], Infinity) > numberOf(after[key]),
  );
  const atLeast = ['minLength', 'minimum', 'minItems'].filter(
    (key) =>
      typeof after[key] === 'number' && numberOf(before[key], -Infinity) < numberOf(after[key]),
  );
  const types = typesOf(before).filter((type) => !typesOf(after).includes(type));
  const values = Array.isArray(after['enum'])
    ? listOf(before['enum']).filter((value) => !listOf(after['enum']).includes(value))
    : [];
  const [fields, now] = [objectOf(before['properties']), objectOf(after['properties'])];
  const required = listOf(after['required']).filter(
    (key) => !listOf(before['required']).includes(key),
  );
  return [
    ...[...atMost, ...atLeast].map((key) => `${at}: ${key} is narrower`),
    ...types.map((type) => `${at}: does not take ${type} any more`),
    ...values.map((value) => `${at}: does not take ${String(value)} any more`),
    ...required.map((key) => `${at}: ${String(key)} is required now`),
    ...Object.entries(fields).flatMap(([key, field]) =>
      key in now
        ? narrowed(`${at}.${key}`, objectOf(field), objectOf(now[key]))
        : [`${at}.${key} is gone`],
    ),
  ];
}

const typesOf = (schema: Json): string[] =>
  [schema, ...listOf(schema['anyOf'] ?? schema['oneOf']).map(objectOf)].flatMap(({ type }) =>
    typeof type === 'string' ? [type] : [],
  );

type Schema = [document: Document, schema: Json];

/** An output without something that it had, or with a value that clients do not know. */
function widened(
  at: string,
  [old, given]: Schema,
  [current, latest]: Schema,
  depth: number,
): string[] {
  const [before, after] = [old.resolve(given), current.resolve(latest)];
  // Operations hold rows, which hold no operations.
  if (depth > 6) return [];
  const types = typesOf(after).filter((type) => !typesOf(before).includes(type));
  const values = listOf(before['enum']).length
    ? listOf(after['enum']).filter((value) => !listOf(before['enum']).includes(value))
    : [];
  const optional = listOf(before['required']).filter(
    (key) => !listOf(after['required']).includes(key),
  );
  const [fields, now] = [objectOf(before['properties']), objectOf(after['properties'])];
  const nested = Object.entries(fields).flatMap(([key, field]) =>
    key in now
      ? widened(`${at}.${key}`, [old, objectOf(field)], [current, objectOf(now[key])], depth + 1)
      : [`${at}.${key} is gone`],
  );
  const items =
    'items' in before && 'items' in after
      ? widened(
          `${at}[]`,
          [old, objectOf(before['items'])],
          [current, objectOf(after['items'])],
          depth + 1,
        )
      : [];
  return [
    ...types.map((type) => `${at}: may be ${type} now`),
    ...values.map((value) => `${at}: may be ${String(value)} now`),
    ...optional.map((key) => `${at}: ${String(key)} may be missing now`),
    ...nested,
    ...items,
  ];
}
