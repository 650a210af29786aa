import type { TydoClient } from '@tydo/client';
import { parseQuickAdd, type QuickAdd } from '@tydo/rules/quick-add';
import { newUuid } from '@tydo/schemas/uuid';
import { connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { UsageError } from '../errors.ts';
import { parseOptions } from '../options.ts';
import { printable } from '../printable.ts';

/** Adds a task from a text, by the same quick add as the page. */
export const add: Run = async (args, { io, print }) => {
  const text = parseOptions(args, {}).words.join(' ').trim();
  if (text === '') throw new UsageError('Say what is to be done: tydo add "Call Bo tomorrow 9am"');
  const client = connect(io);
  const known = await readKnown(client);
  const said = readText(text, known);
  for (const { name } of said.unknown ?? [])
    io.stderr.write(printable(`There is no ${name}: it is a part of the title.\n`));
  const { title, priority, due, start, deadline, rule, ruleFrom } = said;
  const place = placeOf(said, known);
  const labelIds = await labelsOf(client, said, known);
  const fields = { title, priority, due, start, deadline, rule, ruleFrom, ...place, labelIds };
  print(await client.task.create.mutate(fields));
};

type Known = Awaited<ReturnType<typeof readKnown>>;

async function readKnown({ list, section, label, settings }: TydoClient) {
  const [lists, sections, labels, own] = await Promise.all([
    list.list.query({ archived: false }),
    section.list.query(),
    label.list.query(),
    settings.get.query(),
  ]);
  return { lists: lists.items, sections: sections.items, labels: labels.items, settings: own };
}

/** A section is one of the list that is named. */
function readText(text: string, { lists, sections, labels, settings }: Known): QuickAdd {
  const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name);
  const read = (some: Known['sections']) =>
    parseQuickAdd(text, {
      ...settings,
      now: new Date().toISOString(),
      names: { lists: namesOf(lists), sections: namesOf(some), labels: namesOf(labels) },
    });
  const first = read(sections);
  const list = lists.find(({ name }) => name === first.list);
  return list ? read(sections.filter(({ listId }) => listId === list.id)) : first;
}

function placeOf({ list, section }: QuickAdd, { lists, sections }: Known) {
  const listId = lists.find(({ name }) => name === list)?.id;
  const isHere = ({ name, listId: own }: Known['sections'][number]) =>
    name === section && (listId === undefined || own === listId);
  const found = section === undefined ? undefined : sections.find(isHere);
  return { listId: listId ?? found?.listId, sectionId: found?.id };
}

/** Labels that are not there are made. */
async function labelsOf(client: TydoClient, said: QuickAdd, { labels }: Known) {
  const ids: string[] = [];
  for (const name of said.labels ?? []) {
    const found = labels.find((label) => label.name === name);
    ids.push(found?.id ?? (await client.label.create.mutate({ id: newUuid(), name })).id);
  }
  return ids.length === 0 ? undefined : [...new Set(ids)];
}
