// Odd JSON: nearly valid inputs of procedures, and text that is not JSON.
import { taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';
import type { appRouter } from '../../router.ts';
import { oneOf } from './bytes.ts';

const atLimit = (limit: number) =>
  fc
    .tuple(fc.constantFrom('x', 'é', '😀', '字'), fc.constantFrom(-1, 0, 1, 5000))
    .map(([unit, more]) => unit.repeat(limit + more));

export const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: oneOf(
      '| |\0|a\0b|\ud800|a\udc00b|\udfff\ud800| \u200b|\u2028|\r\n|\ufeff|\uffff',
      "\u{10ffff}|__proto__|' or 1=1 --|%|_|\\|%00|../../etc/passwd|${7*7}|{{7*7}}",
      '<script>alert(1)</script>|\u202eabc| x ',
    ),
  },
  { weight: 1, arbitrary: atLimit(taskLimits.title) },
  { weight: 1, arbitrary: atLimit(taskLimits.description) },
);

const number = fc.oneof(
  oneOf(
    '0|-0|-1|1|1.5|1e0|1e999|-1e999|1e308|1e-400|2147483647|2147483648',
    '9007199254740993|NaN|Infinity|-Infinity|0x10|01|.5|+1|1_000|1n',
    '9'.repeat(400),
  ),
  fc.double().map(String),
);

const brackets = [
  ['[', ']'],
  ['{"a":', '}'],
  ['{"__proto__":', '}'],
  ['[[{"id":[', ']}]]'],
];
const nested = fc
  .tuple(fc.constantFrom(...brackets), fc.constantFrom(1, 3, 500, 5_000, 20_000))
  .map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}1${close.repeat(depth)}`);

/** An odd value; some are not valid JSON. */
export const oddValue = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 5, arbitrary: oddText.map((text) => JSON.stringify(text)) },
  { weight: 1, arbitrary: nested },
  { weight: 2, arbitrary: fc.constantFrom('null', 'true', 'false', '[]', '{}', '[1,1]', '["x"]') },
  { weight: 1, arbitrary: fc.json() },
);

const oddKey = oneOf(
  'id|ids|title|description|completed|ifUpdatedAt|limit|cursor|search|direction',
  'tasks|__proto__|constructor|prototype|toString|hasOwnProperty||owner|userId',
  'user_id|createdAt|operationId|length|0',
  'x'.repeat(5000),
);

type Field = [name: string, value: string];

/** An object as JSON, which may contain a field twice. */
const objectOf = (fields: Field[]) =>
  `{${fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;

const uuid = '"5c2d8f10-0000-4000-8000-000000000001"';

/** Valid fields of each procedure's input. */
type Nouns = (typeof appRouter)['_def']['record'];
const accepted: { [Noun in keyof Nouns]: Record<keyof Nouns[Noun], Field[]> } = {
  account: { get: [] },
  token: {
    list: [],
    create: [
      ['name', '"x"'],
      ['scopes', '["feed"]'],
      ['expiresAt', 'null'],
    ],
    revoke: [['id', '"x"']],
    revokeAll: [],
  },
  task: {
    list: [
      ['limit', '5'],
      ['search', '"x"'],
      ['completed', 'false'],
      ['cursor', 'null'],
    ],
    view: [
      ['view', '"upcoming"'],
      ['zone', '"Europe/Berlin"'],
      ['days', '7'],
      ['limit', '5'],
    ],
    get: [['id', '1']],
    counts: [],
    move: [
      ['ids', '[1,2]'],
      ['listId', 'null'],
      ['after', '3'],
    ],
    create: [
      ['title', '"x"'],
      ['description', '"y"'],
      ['labelIds', '[]'],
      ['parentUid', 'null'],
      ['due', '"2026-11-30T09:00[Europe/Berlin]"'],
      ['rule', '"FREQ=DAILY"'],
      ['anchor', '"2026-11-30"'],
      ['operationId', uuid],
    ],
    createMany: [['tasks', '[{"title":"x"}]']],
    update: [
      ['id', '1'],
      ['title', '"x"'],
      ['completed', 'true'],
      ['description', 'null'],
      ['due', '"2026-11-30T09:00"'],
      ['ruleFrom', '"completion"'],
    ],
    updateMany: [
      ['ids', '[1,2]'],
      ['completed', 'true'],
      ['priority', '5'],
      ['start', '"2026-11-30"'],
      ['deadline', '"2026-12-01"'],
      ['removeLabelIds', '["x"]'],
    ],
    complete: [
      ['id', '1'],
      ['occurrence', '"2026-11-30"'],
      ['at', '"2026-11-30T09:00:00.000Z"'],
      ['zone', '"Europe/Berlin"'],
    ],
    skip: [
      ['id', '1'],
      ['occurrence', '"2026-11-30"'],
    ],
    delete: [['id', '1']],
    deleteMany: [['ids', '[1,2]']],
    clearCompleted: [
      ['listId', 'null'],
      ['operationId', uuid],
    ],
  },
  list: {
    list: [['archived', 'false']],
    counts: [['zone', '"Asia/Kolkata"']],
    create: [
      ['name', '"x"'],
      ['id', '"x"'],
      ['color', '"red"'],
      ['before', '"x"'],
    ],
    update: [
      ['id', '"x"'],
      ['name', '"y"'],
      ['color', 'null'],
    ],
    move: [
      ['id', '"x"'],
      ['after', '"y"'],
    ],
    archive: [
      ['id', '"x"'],
      ['archived', 'true'],
    ],
    delete: [['id', '"x"']],
  },
  section: {
    list: [['listId', '"x"']],
    create: [
      ['listId', '"x"'],
      ['name', '"x"'],
      ['id', '"x"'],
    ],
    update: [
      ['id', '"x"'],
      ['name', '"y"'],
    ],
    move: [
      ['id', '"x"'],
      ['after', '"y"'],
    ],
    delete: [['id', '"x"']],
  },
  label: {
    list: [],
    create: [
      ['name', '"x"'],
      ['id', '"x"'],
      ['color', '"red"'],
    ],
    update: [
      ['id', '"x"'],
      ['name', '"y"'],
    ],
    move: [
      ['id', '"x"'],
      ['before', '"y"'],
    ],
    delete: [['id', '"x"']],
  },
  filter: {
    list: [],
    check: [['query', '"@x & (p1 | !#y)"']],
    create: [
      ['name', '"x"'],
      ['query', '"@x & (p1 | !#y)"'],
      ['id', '"x"'],
    ],
    update: [
      ['id', '"x"'],
      ['query', '"/x"'],
    ],
    move: [
      ['id', '"x"'],
      ['before', '"y"'],
    ],
    delete: [['id', '"x"']],
  },
  import: {
    add: [
      ['lists', '[{"id":"i","name":"x","archived":true}]'],
      ['sections', '[{"id":"i","listId":"i","name":"x"}]'],
      ['labels', '[{"id":"i","name":"x"}]'],
      ['filters', '[{"id":"i","name":"x","query":"today"}]'],
      ['tasks', '[{"uid":"i","title":"x","labelIds":["i"],"completed":true}]'],
      ['operationId', uuid],
    ],
  },
  settings: {
    get: [],
    update: [
      ['zone', '"Europe/Berlin"'],
      ['weekStart', '7'],
      ['dateOrder', '"dmy"'],
      ['ifUpdatedAt', 'null'],
    ],
  },
  operation: {
    list: [
      ['limit', '5'],
      ['taskId', '1'],
      ['cursor', 'null'],
    ],
    since: [
      ['seq', '0'],
      ['after', 'null'],
      ['limit', '5'],
    ],
    undo: [
      ['id', uuid],
      ['operationId', uuid],
    ],
  },
  sync: {
    snapshot: [
      ['limit', '5'],
      ['cursor', 'null'],
    ],
    push: [['calls', `[{"name":"task.create","input":{"title":"x","operationId":${uuid}}}]`]],
    watch: [['person', '"x"']],
  },
};
const byName = new Map<string, Field[]>(
  Object.entries(accepted).flatMap(([noun, verbs]) =>
    Object.entries(verbs).map(([verb, fields]) => [`${noun}.${verb}`, fields] as const),
  ),
);
export const procedureNames = [...byName.keys()];

/** An object in which one field is odd, missing, unknown or duplicated. */
export const malformed = (fields: Field[]): fc.Arbitrary<string> =>
  fc.tuple(fc.nat(fields.length), fc.nat(5), oddKey, oddValue).map(([at, how, key, value]) => {
    const own = fields[at]?.[0] ?? key;
    if (how === 0) return objectOf([[own, value], ...fields]);
    if (how === 1) return objectOf([...fields, [key, value]]);
    if (how === 2) return objectOf(fields.toSpliced(at, 1));
    return objectOf([...fields.toSpliced(at, 1), [own, value]]);
  });

const cut = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(text.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([at, length, more]) => text.slice(0, at) + more + text.slice(at + length));

/** The JSON text of an odd input. It is well-formed Unicode. */
export const oddInput = (name: string): fc.Arbitrary<string> => {
  const nearlyValid = malformed(byName.get(name) ?? []);
  return fc
    .oneof(
      { weight: 6, arbitrary: nearlyValid },
      { weight: 2, arbitrary: nearlyValid.chain(cut) },
      { weight: 1, arbitrary: oddValue },
      {
        weight: 1,
        arbitrary: fc.constantFrom('', ' ', 'null', '{}{}', '/**/{}', '{"title":"x"},'),
      },
    )
    .map((text) => text.toWellFormed());
};
