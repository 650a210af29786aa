// The command line as a door: whatever names a row is given another person's, and one that never existed. The other
// doors are in apps/api/src/isolation-matrix.long.test.ts.
import { randomUUID } from 'node:crypto';
import { newAccount, startTestServer } from '@tydo/api/testing';
import { createTydoClient } from '@tydo/client';
import { expect, test } from 'vitest';
import { optionOf } from './errors.ts';
import { commandOf } from './help.ts';
import { fieldsOf, type Procedure, readProcedures, requiredOf } from './procedures.ts';
import { run } from './testing/run.ts';

type Noun = 'task' | 'list' | 'section' | 'label' | 'filter' | 'operation';
type Ids = Record<Noun, string>;

/** What each field names: a noun, or rows of the noun of the procedure. */
const references: Record<string, Noun | 'own'> = {
  id: 'own',
  before: 'own',
  after: 'own',
  ids: 'task',
  uid: 'task',
  parentUid: 'task',
  listId: 'list',
  sectionId: 'section',
  labelIds: 'label',
  addLabelIds: 'label',
  removeLabelIds: 'label',
  labelId: 'label',
  filterId: 'filter',
};
/** What names no row; the positions of pages and of the journal are in the matrix. */
const others =
  /^(completed|search|limit|cursor|direction|zone|days|title|description|priority|due|start|deadline|rule|ruleFrom|anchor|operationId|ifUpdatedAt|occurrence|at|archived|name|color|query|weekStart|dateOrder|noun|seq|lists|sections|labels|filters)$/;

interface Case {
  what: string;
  /** Afterwards one has a row with the id of somebody else. */
  isChosen: boolean;
  args: (ids: Ids) => string[];
}

/** Each field of each procedure that names a row, with what else the procedure needs. */
function casesOf(procedure: Procedure, own: Ids): Case[] {
  const { path } = procedure;
  const noun = nounIn(path);
  const isReference = (field: string) => field in references && path !== 'operation.since';
  const valueOf = (field: string, ids: Ids) => {
    const named = references[field] ?? 'own';
    return ids[named === 'own' ? noun : named];
  };
  const needed = (tested: string) =>
    [...requiredOf(procedure), ...(more[path] ?? [])].flatMap((field) =>
      field === tested ? [] : [`--${optionOf(field)}`, texts[field]?.() ?? valueOf(field, own)],
    );
  const caseOf = (field: string, textOf: (ids: Ids) => string): Case => ({
    what: `${path} ${field}`,
    isChosen: path.endsWith('.create') && /^u?id$/.test(field),
    args: (ids) => [
      ...commandOf(procedure).split(' '),
      ...needed(field),
      `--${optionOf(field)}`,
      textOf(ids),
    ],
  });
  return Object.keys(fieldsOf(procedure)).flatMap((field) => {
    if (isReference(field)) return caseOf(field, (ids) => valueOf(field, ids));
    if (field === 'view')
      return (['listId', 'parentUid', 'labelId', 'filterId'] as const).map((key) =>
        caseOf(field, (ids) => JSON.stringify({ [key]: valueOf(key, ids) })),
      );
    if (field === 'tasks')
      return (['listId', 'sectionId', 'parentUid', 'before'] as const).map((key) =>
        caseOf(field, (ids) => JSON.stringify([{ title: 'x', [key]: valueOf(key, ids) }])),
      );
    if (others.test(field) || field === 'after') return [];
    throw new Error(`Does ${path} ${field} name a row? Say so in references or others.`);
  });
}

// Procedures of other nouns name no row.
const nounIn = (path: string) => path.split('.')[0] as Noun;

const texts: Record<string, () => string> = {
  title: () => 'x',
  // Labels have different names.
  name: randomUUID,
  query: () => 'today',
  archived: () => 'true',
  priority: () => '1',
  noun: () => 'task',
};
/** What a procedure needs beside the required fields. */
const more: Record<string, string[]> = {
  'task.updateMany': ['priority'],
  'operation.list': ['noun'],
};

const newIds = (): Ids => ({
  task: randomUUID(),
  list: randomUUID(),
  section: randomUUID(),
  label: randomUUID(),
  filter: randomUUID(),
  operation: randomUUID(),
});

test('another person’s row is as one that never existed, in every field of every command', async () => {
  await using server = await startTestServer({ engine: 'sqlite' });
  const newPerson = async () => {
    const client = createTydoClient({ url: server.url });
    await client.signUp(newAccount());
    const ids = newIds();
    await client.list.create.mutate({ id: ids.list, name: ids.list });
    await client.section.create.mutate({ id: ids.section, listId: ids.list, name: 'Kitchen' });
    await client.label.create.mutate({ id: ids.label, name: ids.label.slice(0, 50) });
    await client.filter.create.mutate({ id: ids.filter, name: 'Mine', query: 'today' });
    const operationId = ids.operation;
    await client.task.create.mutate({ uid: ids.task, title: 'Milk', operationId });
    const rows = async () => (await client.sync.snapshot.query()).rows;
    return { ids, rows, env: { TYDO_URL: server.url, TYDO_TOKEN: client.token ?? '' } };
  };
  const [ann, bo] = [await newPerson(), await newPerson()];
  const before = await ann.rows();
  const exits = new Set<number>();
  const cases = readProcedures().flatMap((procedure) => casesOf(procedure, bo.ids));
  const inOrder = cases.toSorted((one, other) => Number(one.isChosen) - Number(other.isChosen));
  for (const { what, args } of inOrder) {
    const answer = async (ids: Ids) => {
      const { exit, stdout, stderr } = await run(args(ids), { env: bo.env });
      exits.add(exit);
      return { what, exit, stdout: withoutNew(stdout), stderr };
    };
    expect(await answer(ann.ids)).toEqual(await answer(newIds()));
  }
  expect(await ann.rows()).toEqual(before);
  // Refused, and made with the id of somebody else.
  expect(exits).toEqual(new Set([0, 3]));
}, 60_000);

/** An answer without what every new row has of its own. */
const withoutNew = (text: string): string =>
  text.replaceAll(/"(id|uid|name|rank|createdAt|updatedAt|seq)":("[^"]*"|\d+)/g, '"$1":0');
