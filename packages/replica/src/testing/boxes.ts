// A model of the tests' own: boxes, and things in them. Deleting a box deletes what is in it.
import { chunkOfText } from '../chunk-of-text.ts';
import type { Command, Model, Noun, Row } from '../model.ts';
import { undoCommand } from '../tydo/undo.ts';

export type Box = Row & { id: string; name: string };
export type Thing = Row & { id: string; boxId: string; name: string };
interface BoxRows extends Readonly<Record<string, Row>> {
  box: Box;
  thing: Thing;
}

const byId = (one: { id: string }, other: { id: string }) =>
  one.id < other.id ? -1 : Number(one.id > other.id);

const box: Noun<Box> = {
  fields: ['id', 'name', 'updatedAt'],
  keyOf: ({ id }) => id,
  references: {},
  texts: ({ name }) => [name],
  compare: byId,
  chunkOf: () => 0,
};
const thing: Noun<Thing> = {
  fields: ['id', 'boxId', 'name', 'updatedAt'],
  keyOf: ({ id }) => id,
  references: { boxId: 'box' },
  texts: ({ name }) => [name],
  compare: byId,
  chunkOf: ({ id }) => chunkOfText(id),
};

const asIs = (input: unknown) => input as never;
type BoxCommand<Input extends object> = Command<Input, BoxRows>;

const createBox: BoxCommand<{ id: string; name: string }> = {
  parse: asIs,
  apply: (see, input, { now: updatedAt }) =>
    see.row('box', input.id)
      ? []
      : [{ noun: 'box', key: input.id, after: { ...input, updatedAt } }],
};
const renameBox: BoxCommand<{ id: string; name: string }> = {
  parse: asIs,
  apply(see, { id, name }, { now: updatedAt }) {
    const row = see.row('box', id);
    return row ? [{ noun: 'box', key: id, after: { ...row, name, updatedAt } }] : [];
  },
  textChange: ({ id, name }) => ({ noun: 'box', key: id, texts: { name } }),
};
const deleteBox: BoxCommand<{ id: string }> = {
  parse: asIs,
  apply(see, { id }) {
    if (!see.row('box', id)) return [];
    const things = see.where('thing', 'boxId', id);
    return [
      { noun: 'box', key: id, after: null },
      ...things.map((one) => ({ noun: 'thing', key: one.id, after: null })),
    ];
  },
  remaining: (see, input) => (see.row('box', input.id) ? input : undefined),
};
const createThing: BoxCommand<{ id: string; boxId: string; name: string }> = {
  parse: asIs,
  apply: (see, input, { now: updatedAt }) =>
    see.row('box', input.boxId) && !see.row('thing', input.id)
      ? [{ noun: 'thing', key: input.id, after: { ...input, updatedAt } }]
      : [],
};
const moveThing: BoxCommand<{ id: string; boxId: string }> = {
  parse: asIs,
  apply(see, { id, boxId }, { now: updatedAt }) {
    const row = see.row('thing', id);
    if (!row || row.boxId === boxId || !see.row('box', boxId)) return [];
    return [{ noun: 'thing', key: id, after: { ...row, boxId, updatedAt } }];
  },
};

const nouns = { box, thing };
export const boxes = {
  nouns,
  commands: {
    'box.create': createBox,
    'box.rename': renameBox,
    'box.delete': deleteBox,
    'thing.create': createThing,
    'thing.move': moveThing,
    'operation.undo': undoCommand(nouns),
  },
} satisfies Model;
