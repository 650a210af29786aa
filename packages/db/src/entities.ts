// Every entity, and what becomes of its rows. The ORM, deletion of accounts, the export, the journal and
// the tests of ownership go over this list; an entity that is not on it is not in the ORM.
import type { EntityMetadata, EntitySchema } from '@mikro-orm/core';
import { AttemptSchema } from './account/attempt.entity.ts';
import { UserSchema } from './account/user.entity.ts';
import { type Noun, type NounEntity, type RowId, readRow } from './noun.ts';
import { statementsOf } from './noun-statements.ts';
import {
  JournalSchema,
  OperationRowSchema,
  OperationSchema,
  OperationTaskSchema,
  ReceiptSchema,
} from './operation/operation.entity.ts';
import type { QueryOwn } from './own-rows.ts';
import { ownerFilter } from './owner.ts';
import { idsByUid } from './task/resolve-ids.ts';
import { TaskSchema, taskNoun } from './task/task.entity.ts';

export interface Entity {
  schema: EntitySchema;
  /** `person`: each row is of one person, and only found with them. `nobody`: of no person. */
  owned: 'person' | 'nobody';
  /**
   * Whether its rows go with the account: the columns that, behind `user_id`, lead an index and tell one
   * person's rows apart; or why they stay.
   */
  erased: readonly string[] | { stays: string };
  /** Under which name the export has it, or why it has not. */
  exported: string | { left: string };
  /** Whose changes are in the journal. */
  noun: Noun | undefined;
  /** Finds the ids of rows by their other name, where they have one. */
  idsByName?: (query: QueryOwn, names: string[]) => Promise<ReadonlyMap<string, RowId>>;
}

const ofJournal = { owned: 'person', noun: undefined } as const;
const inOperations = { left: 'The operations have what it tells.' };

/** In the order in which an account is erased. */
export const entities: readonly Entity[] = [
  {
    schema: TaskSchema,
    owned: 'person',
    erased: ['id'],
    exported: 'tasks',
    noun: taskNoun,
    idsByName: idsByUid,
  },
  { ...ofJournal, schema: OperationTaskSchema, erased: ['task_id', 'seq'], exported: inOperations },
  {
    ...ofJournal,
    schema: OperationRowSchema,
    erased: ['noun', 'row_id', 'seq'],
    exported: inOperations,
  },
  { ...ofJournal, schema: ReceiptSchema, erased: ['id'], exported: inOperations },
  { ...ofJournal, schema: OperationSchema, erased: ['seq'], exported: 'operations' },
  {
    ...ofJournal,
    schema: JournalSchema,
    erased: { stays: 'It is the tombstone: docs/decisions/0010-tombstone.md.' },
    exported: { left: 'Two numbers.' },
  },
  {
    schema: UserSchema,
    owned: 'person',
    erased: { stays: 'Better Auth deletes it.' },
    exported: 'account',
    noun: undefined,
  },
  {
    schema: AttemptSchema,
    owned: 'nobody',
    erased: { stays: 'It tells of callers, by a hash, for minutes.' },
    exported: { left: 'It belongs to no person.' },
    noun: undefined,
  },
];

/** What the journal knows of nouns. */
export interface Nouns {
  nouns: ReadonlyMap<string, Noun>;
  /** Those that are exported, by the names that they have there. */
  exported: ReadonlyMap<string, Noun>;
  /** The number that operations get which are written now. */
  version: number;
  /** The noun of an entity, and the entity as one of a noun's. */
  nounOf: (entity: object) => { noun: Noun; entity: NounEntity } | undefined;
  /** The id of a row that is named by its id or its other name; undefined where none has that name. */
  resolveId: (query: QueryOwn, noun: string, name: RowId) => Promise<RowId | undefined>;
  /** Those of the names, as references have them, that rows of this owner have. */
  existing: (query: QueryOwn, noun: string, names: string[]) => Promise<ReadonlySet<RowId>>;
}

/** @throws TypeError for a reference to a noun that is not in the list. */
export function nounsOf(list: readonly Entity[]): Nouns {
  const nouns = list.flatMap(({ noun }) => noun ?? []);
  const byName = new Map(nouns.map((noun) => [noun.name, noun]));
  const idsByName = new Map(list.map((entity) => [entity.noun?.name, entity.idsByName]));
  for (const { name, references } of nouns) {
    const unknown = references.find((reference) => !byName.has(reference.noun));
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
    async existing(query, name, names) {
      const [find, noun] = [idsByName.get(name), byName.get(name)];
      if (find) return new Set((await find(query, names)).keys());
      if (!noun) return new Set();
      const rows = await query(statementsOf(noun).read, { ids: names });
      return new Set(rows.map((row) => readRow(noun, row).id));
    },
  };
}

const isOf = ({ entity: type }: Noun, entity: object): entity is NounEntity =>
  entity instanceof type;

/** @throws TypeError for an entity that could show a person's rows to another. */
export function requireOwner({ className, filters }: EntityMetadata): void {
  if (filters[ownerFilter.name]?.default !== true) {
    throw new TypeError(`The entity ${className} has no owner filter.`);
  }
}
