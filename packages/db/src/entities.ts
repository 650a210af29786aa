// The list of all entities, which the ORM, the deletion of accounts, the export, the journal and the tests
// of ownership iterate over. An entity that is not in it is not in the ORM.
import type { EntityMetadata, EntitySchema } from '@mikro-orm/core';
import type { Kysely } from 'kysely';
import { AttemptSchema } from './account/attempt.entity.ts';
import { UserSchema } from './account/user.entity.ts';
import { FilterSchema, filterNoun } from './filter/filter.entity.ts';
import { LabelSchema, labelNoun } from './label/label.entity.ts';
import { labelWithName } from './label/label-with-name.ts';
import { ListSchema, listNoun } from './list/list.entity.ts';
import { type Noun, type NounEntity, type Row, type RowId, readRow } from './noun.ts';
import { statementsOf } from './noun-statements.ts';
import {
  JournalSchema,
  OperationRowSchema,
  OperationSchema,
  OperationTaskSchema,
  ReceiptSchema,
} from './operation/operation.entity.ts';
import type { QueryOwn } from './own-rows.ts';
import { ownerFilter } from './owner-filter.ts';
import { SectionSchema, sectionNoun } from './section/section.entity.ts';
import { SettingsSchema, settingsNoun } from './settings/settings.entity.ts';
import type { Execute } from './statement/prepared.ts';
import { idsByUid } from './task/resolve-ids.ts';
import { TaskSchema, taskNoun } from './task/task.entity.ts';
import { TaskLabelSchema } from './task/task-label.entity.ts';
import { taskWithLabel, writeTaskLabels } from './task/task-labels.ts';
import { taskInTheWay, taskWithUid } from './task/undo-places.ts';
import { ZoneDataSchema } from './task/zone-data.entity.ts';
import { ApiTokenSchema } from './token/token.entity.ts';

export interface Entity {
  schema: EntitySchema;
  /** `person`: each row belongs to one person, and the owner filter applies. `none`: rows have no owner. */
  owned: 'person' | 'none';
  /**
   * How its rows are deleted with the account: the columns that, after `user_id`, lead an index and identify
   * a row. Or the reason why they are kept.
   */
  erased: readonly string[] | { kept: string };
  /** Its name in the export, or the reason why it is not exported. */
  exported: string | { omitted: string };
  /** Set where its changes go into the journal. */
  noun: Noun | undefined;
  /** Finds the ids of rows by their second name, for nouns that have one (a task's uid). */
  idsByName?: (query: QueryOwn, names: string[]) => Promise<ReadonlyMap<string, RowId>>;
  /** Finds a row that names one of some rows in a field with several names. */
  naming?: { [field: string]: (query: QueryOwn, names: string[]) => Promise<RowId | undefined> };
  /** Writes what is derived from its rows in other tables, after each flush. */
  writeDerived?: (transaction: OwnTransaction, changes: readonly RowChange[]) => Promise<void>;
  /** Finds a row that has what must be unique in a row which an undo is about to bring back. */
  holding?: (query: QueryOwn, changes: readonly RowChange[]) => Promise<RowId | undefined>;
  /** Finds a row that keeps an undo, which is flushed, from leaving rows as their rules want them. */
  inTheWay?: (query: QueryOwn, changes: readonly RowChange[]) => Promise<RowId | undefined>;
}

/** A row before and after a write; null where it did not exist. */
export interface RowChange<R extends Row = Row> {
  noun: Noun<R>;
  id: RowId;
  before: R | null;
  after: R | null;
}

/** A transaction of one person. */
export interface OwnTransaction {
  execute: Execute;
  db: Kysely<never>;
  personId: string;
}

const ofPerson = { owned: 'person', erased: ['id'] } as const;
const journalTable = { owned: 'person', noun: undefined } as const;
const inOperations = { omitted: 'The operations have what it holds.' };

/**
 * In the order in which the rows of an account are deleted, and a device gets them: a row comes after those
 * that it names.
 */
export const entities: readonly Entity[] = [
  { ...ofPerson, schema: SettingsSchema, exported: 'settings', noun: settingsNoun },
  { ...ofPerson, schema: ListSchema, exported: 'lists', noun: listNoun },
  { ...ofPerson, schema: SectionSchema, exported: 'sections', noun: sectionNoun },
  {
    ...ofPerson,
    schema: LabelSchema,
    exported: 'labels',
    noun: labelNoun,
    holding: (query, changes) => labelWithName(query, changesOf(labelNoun, changes)),
  },
  { ...ofPerson, schema: FilterSchema, exported: 'filters', noun: filterNoun },
  {
    ...ofPerson,
    schema: TaskSchema,
    exported: 'tasks',
    noun: taskNoun,
    idsByName: idsByUid,
    naming: { labelIds: taskWithLabel },
    writeDerived: writeTaskLabels,
    holding: (query, changes) => taskWithUid(query, changesOf(taskNoun, changes)),
    inTheWay: (query, changes) => taskInTheWay(query, changesOf(taskNoun, changes)),
  },
  {
    schema: TaskLabelSchema,
    owned: 'person',
    erased: ['label_id', 'task_id'],
    exported: { omitted: 'The tasks have their labels.' },
    noun: undefined,
  },
  // Not in the journal: no undo brings a token back.
  { ...ofPerson, schema: ApiTokenSchema, exported: 'tokens', noun: undefined },
  {
    ...journalTable,
    schema: OperationTaskSchema,
    erased: ['task_id', 'seq'],
    exported: inOperations,
  },
  {
    ...journalTable,
    schema: OperationRowSchema,
    erased: ['noun', 'row_id', 'seq'],
    exported: inOperations,
  },
  { ...journalTable, schema: ReceiptSchema, erased: ['id'], exported: inOperations },
  { ...journalTable, schema: OperationSchema, erased: ['seq'], exported: 'operations' },
  {
    ...journalTable,
    schema: JournalSchema,
    erased: { kept: 'It is the tombstone: docs/decisions/0010-tombstone.md.' },
    exported: { omitted: 'Two numbers.' },
  },
  {
    schema: UserSchema,
    owned: 'person',
    erased: { kept: 'Better Auth deletes it.' },
    exported: 'account',
    noun: undefined,
  },
  {
    schema: AttemptSchema,
    owned: 'none',
    erased: { kept: 'It counts callers, by a hash, for minutes.' },
    exported: { omitted: 'It belongs to no person.' },
    noun: undefined,
  },
  {
    schema: ZoneDataSchema,
    owned: 'none',
    erased: { kept: 'It is about the server.' },
    exported: { omitted: 'It belongs to no person.' },
    noun: undefined,
  },
];

/** The nouns, as the journal, the export and the reference check need them. */
export interface Nouns {
  /** By name. */
  nouns: ReadonlyMap<string, Noun>;
  /** Those that are exported, by their name in the export. */
  exported: ReadonlyMap<string, Noun>;
  /** The journal version that new operations get. */
  version: number;
  /** The noun of an entity, with the entity typed as that noun's; undefined for other entities. */
  nounOf: (entity: object) => { noun: Noun; entity: NounEntity } | undefined;
  /** The id of a row that is named by its id or its second name; undefined where no row has that name. */
  resolveId: (query: QueryOwn, noun: string, name: RowId) => Promise<RowId | undefined>;
  /** Which of these names (as references have them) belong to rows of this owner. */
  existing: (query: QueryOwn, noun: string, names: string[]) => Promise<ReadonlySet<RowId>>;
  /** Whether rows of some noun can name rows of this one. */
  isNamed: (noun: string) => boolean;
  /** A row of this owner that names one of these rows. */
  naming: (query: QueryOwn, noun: string, names: string[]) => Promise<NamedRow | undefined>;
  /** A row of this owner that has what must be unique in a row which the undo of these changes brings back. */
  holding: (query: QueryOwn, changes: readonly RowChange[]) => Promise<NamedRow | undefined>;
  writeDerived: (transaction: OwnTransaction, changes: readonly RowChange[]) => Promise<void>;
  inTheWay: (query: QueryOwn, changes: readonly RowChange[]) => Promise<NamedRow | undefined>;
}

export interface NamedRow {
  noun: string;
  id: RowId;
}

/** The changes of a noun. */
const changesOf = <R extends Row>(noun: Noun<R>, changes: readonly RowChange[]): RowChange<R>[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- they are changes of this noun.
  changes.filter((change) => change.noun.name === noun.name) as unknown as RowChange<R>[];

/** @throws TypeError for a reference to a noun that is not in the list, or in a list without `naming`. */
export function nounsOf(list: readonly Entity[]): Nouns {
  const nouns = list.flatMap(({ noun }) => noun ?? []);
  const byName = new Map(nouns.map((noun) => [noun.name, noun]));
  const idsByName = new Map(list.map((entity) => [entity.noun?.name, entity.idsByName]));
  for (const { name, references } of nouns) {
    const unknown = references.find((reference) => !byName.has(reference.noun));
    const unfindable = references.find(
      ({ field, isList }) =>
        isList && !list.some((one) => one.noun?.name === name && one.naming?.[field]),
    );
    if (unfindable) throw new TypeError(`${name}.${unfindable.field} needs a function in naming.`);
    if (unknown) throw new TypeError(`${name}.${unknown.field} names an unknown ${unknown.noun}.`);
  }
  const versions = nouns.flatMap(({ history }) =>
    Object.values(history.since).map((version = 0) => version),
  );
  return {
    nouns: byName,
    exported: new Map(
      list.flatMap(({ exported, noun }) =>
        noun && typeof exported === 'string' ? [[exported, noun]] : [],
      ),
    ),
    version: Math.max(0, ...versions),
    nounOf(entity) {
      for (const noun of nouns) if (isOf(noun, entity)) return { noun, entity };
      return undefined;
    },
    async resolveId(query, noun, name) {
      const find = idsByName.get(noun);
      if (!find || typeof name === 'number') return name;
      return (await find(query, [name])).get(name);
    },
    isNamed: (name) => nouns.some(({ references }) => references.some(({ noun }) => noun === name)),
    async naming(query, name, names) {
      for (const { noun, naming } of list) {
        for (const { field } of noun?.references.filter((one) => one.noun === name) ?? []) {
          const statement = noun && statementsOf(noun).naming.get(field);
          const id = statement
            ? (await query(statement, { names }))[0]?.id
            : await naming?.[field]?.(query, names);
          if (noun && id !== undefined) return { noun: noun.name, id };
        }
      }
      return undefined;
    },
    async writeDerived(transaction, changes) {
      for (const { noun, writeDerived } of list) {
        if (writeDerived)
          await writeDerived(
            transaction,
            changes.filter((one) => one.noun === noun),
          );
      }
    },
    async holding(query, changes) {
      for (const { noun, holding } of list) {
        const id = await holding?.(
          query,
          changes.filter((one) => one.noun === noun),
        );
        if (noun && id !== undefined) return { noun: noun.name, id };
      }
      return undefined;
    },
    async inTheWay(query, changes) {
      for (const { noun, inTheWay } of list) {
        const id = await inTheWay?.(
          query,
          changes.filter((one) => one.noun === noun),
        );
        if (noun && id !== undefined) return { noun: noun.name, id };
      }
      return undefined;
    },
    async existing(query, name, names) {
      const [find, noun] = [idsByName.get(name), byName.get(name)];
      if (find) return new Set((await find(query, names)).keys());
      if (!noun) return new Set();
      const rows = await query(statementsOf(noun).read, { ids: names });
      return new Set(rows.map((row) => noun.idOf(readRow(noun, row))));
    },
  };
}

const isOf = ({ entity: type }: Noun, entity: object): entity is NounEntity =>
  entity instanceof type;

/** @throws TypeError for an entity without the owner filter. */
export function requireOwner({ className, filters }: EntityMetadata): void {
  if (filters[ownerFilter.name]?.default !== true) {
    throw new TypeError(`The entity ${className} has no owner filter.`);
  }
}
