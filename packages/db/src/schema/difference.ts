// Compares a table in the database with the entity: returns what can be added, and refuses any other
// difference with its place, what was found and what was expected.
import type { Column, DatabaseTable, IndexDef } from '@mikro-orm/sql';
import type { FoundColumn, FoundIndex, FoundTable } from '../dialect/found-table.ts';
import { SchemaError } from '../errors.ts';

/** What has to be added to a table. */
export interface Missing {
  columns: Column[];
  indexes: IndexDef[];
}

/**
 * Compares a table with what this version needs. Additional columns that are null or have a default, and
 * additional indexes, belong to a newer version and are accepted.
 *
 * @throws SchemaError for any other difference.
 */
export function missingIn(found: FoundTable, wanted: DatabaseTable): Missing {
  const refuse = createRefuse(wanted.name);
  if (found.kind !== 'table') refuse('the name', `a ${found.kind}`, 'a table');
  const primaryKey = wanted.getPrimaryKey()?.columnNames.join(', ') ?? 'none';
  if (found.primaryKey !== primaryKey) {
    refuse('primary key', found.primaryKey || 'none', primaryKey);
  }
  for (const constraint of found.constraints) refuse('constraints', constraint, 'none');
  for (const column of found.columns) {
    if (wanted.getColumn(column.name) === undefined && !canBeAbsent(column)) {
      const expected = 'nothing, or a column that is null or has a default';
      refuse(column.name, describe(column), expected);
    }
  }
  const columns = wanted.getColumns().filter((column) => {
    const [existing, expected] = [byName(found.columns, column.name), wantedColumn(column)];
    if (existing) {
      if (describe(existing) !== describe(expected)) {
        refuse(column.name, describe(existing), describe(expected));
      }
    } else if (!canBeAbsent(expected)) refuse(column.name, 'nothing', describe(expected));
    return !existing;
  });
  const indexes = wanted.getIndexes().filter((index) => {
    if (index.primary) return false;
    const [existing, expected] = [byName(found.indexes, index.keyName), wantedIndex(index)];
    if (existing && describeIndex(existing) !== describeIndex(expected)) {
      refuse(index.keyName, describeIndex(existing), describeIndex(expected));
    }
    return !existing;
  });
  return { columns, indexes };
}

/** @throws SchemaError for a table that rebuild.ts cannot copy without a loss. */
export function refuseRebuild(found: FoundTable, wanted: DatabaseTable): void {
  const refuse = createRefuse(wanted.name);
  if (found.isReferenced) refuse('foreign keys', 'other tables that point here', 'none');
  const unknown = found.columns.find((column) => wanted.getColumn(column.name) === undefined);
  if (unknown) refuse(unknown.name, describe(unknown), 'nothing');
}

const byName = <T extends { name: string }>(things: T[], name: string): T | undefined =>
  things.find((thing) => thing.name === name);

/** Whether a row can be written by a version that does not know this column. */
const canBeAbsent = (column: FoundColumn) =>
  column.nullable || column.default !== null || column.autoincrement;

const wantedColumn = (column: Column): FoundColumn => ({
  name: column.name,
  // PostgreSQL's names for an integer; `serial` has a sequence.
  type: /^(serial|int)$/.test(column.type) ? 'integer' : column.type,
  collation: column.collation ?? null,
  nullable: column.nullable ?? false,
  default: column.default ?? null,
  autoincrement: column.autoincrement ?? false,
});

const wantedIndex = (index: IndexDef): FoundIndex => ({
  name: index.keyName,
  columns: index.columnNames.join(', '),
  unique: index.unique,
  condition: index.where ?? null,
  usable: true,
});

const describe = (column: FoundColumn) =>
  [
    column.type,
    ...(column.collation === null ? [] : [`collate ${column.collation}`]),
    column.nullable ? 'null' : 'not null',
    ...(column.autoincrement ? ['autoincrement'] : []),
    ...(column.default === null || column.autoincrement
      ? []
      : [`default ${normalized(column.default)}`]),
  ].join(' ');

const describeIndex = ({ columns, unique, condition, usable }: FoundIndex) =>
  [
    usable ? '' : 'an unusable index (drop it): ',
    unique ? 'unique ' : '',
    `(${columns})`,
    condition === null ? '' : ` where ${normalized(condition)}`,
  ].join('');

/** Without what the databases add or leave out when they print an expression. */
const normalized = (expression: string) =>
  expression
    .toLowerCase()
    .replace(/::[a-z ]+/g, '')
    .replace(/[()"`\s]+/g, ' ')
    .trim();

const createRefuse =
  (table: string) =>
  (what: string, found: string, expected: string): never => {
    throw new SchemaError(
      `Table ${table}, ${what}: found ${found}, expected ${expected}. Nothing was changed. ` +
        'Change the table by hand, or point DATABASE_URL at another database.',
    );
  };
