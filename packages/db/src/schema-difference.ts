// What separates the tables that lie in the database from ours: what can be added is, anything else
// that matters is refused with where it is, what was found and what was expected.
import type { Column, DatabaseTable, SchemaDifference, TableDifference } from '@mikro-orm/sql';
import { SchemaError } from './errors.ts';

/** The part of a difference that adds. @throws SchemaError for one that cannot be helped by adding. */
export function additions(difference: SchemaDifference): SchemaDifference {
  const changedTables = Object.fromEntries(
    Object.entries(difference.changedTables).map(([name, table]) => [name, addedOnly(table)]),
  );
  return { ...difference, changedTables, removedTables: {} };
}

/** What has to be added to a table, or a SchemaError for what cannot be helped by adding. */
function addedOnly(table: TableDifference): TableDifference {
  // To the comparator, a column of ours that is missing beside one it does not know is a renaming.
  const renamed = Object.entries(table.renamedColumns);
  const added = [...Object.values(table.addedColumns), ...renamed.map(([, column]) => column)];
  const unknown = [
    ...Object.values(table.removedColumns),
    ...renamed.flatMap(([name]) => table.fromTable.getColumn(name) ?? []),
  ];
  for (const change of Object.values(table.changedColumns)) {
    refuse(table, change.column.name, describe(change.fromColumn), describe(change.column));
  }
  for (const column of added) {
    if (!canBeAbsent(column)) refuse(table, column.name, 'nothing', describe(column));
  }
  for (const column of unknown) {
    if (!canBeAbsent(column)) {
      refuse(
        table,
        column.name,
        describe(column),
        'nothing, or a column that is null or has a default',
      );
    }
  }
  for (const index of Object.values(table.changedIndexes)) {
    refuse(
      table,
      index.keyName,
      'an index of another shape',
      `an index on ${index.columnNames.join(', ')}`,
    );
  }
  for (const key of Object.values(table.removedForeignKeys)) {
    refuse(
      table,
      key.columnNames.join(', '),
      `a foreign key to ${key.referencedTableName}`,
      'none',
    );
  }
  return {
    ...table,
    addedColumns: Object.fromEntries(added.map((column) => [column.name, column])),
    removedColumns: {},
    renamedColumns: {},
    removedIndexes: {},
    renamedIndexes: {},
    removedChecks: {},
  };
}

/** What the comparison passes over: the primary key, time zones, checks that we do not know. */
export function refuseOtherConstraints(found: DatabaseTable, wanted: DatabaseTable): void {
  const key = found.getPrimaryKey()?.columnNames.join(', ');
  if (key !== 'id') refuse(found, 'primary key', key ?? 'none', 'id');
  for (const check of found.getChecks()) refuse(found, check.name, 'a check', 'none');
  for (const column of wanted.getColumns()) {
    const type = found.getColumn(column.name)?.type;
    const zoned = (text: string) => /^timestamptz|with time zone/.test(text);
    if (type !== undefined && zoned(column.type) !== zoned(type)) {
      refuse(found, column.name, type, column.type);
    }
  }
}

/** Whether a row can be written by a version that does not know this column. */
const canBeAbsent = (column: Column) =>
  Boolean(column.nullable || column.default != null || column.autoincrement || column.generated);

const describe = (column: Column) =>
  [
    column.type,
    column.nullable ? 'null' : 'not null',
    ...(column.primary ? ['primary key'] : []),
    ...(column.autoincrement ? ['autoincrement'] : []),
    ...(column.default == null ? [] : [`default ${column.default}`]),
  ].join(' ');

function refuse(
  table: Pick<TableDifference, 'name'>,
  column: string,
  found: string,
  expected: string,
): never {
  throw new SchemaError(
    `Table ${table.name}, ${column}: found ${found}, expected ${expected}. Nothing was changed. ` +
      'Change the table by hand, or point DATABASE_URL at another database.',
  );
}
