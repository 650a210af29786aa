// Reads a table from SQLite's catalogue, and from the text of its `create table`.
import { type Kysely, sql } from 'kysely';
import type { FoundColumn, FoundIndex, FoundTable } from './found-table.ts';

export async function readSqliteTable(
  db: Kysely<never>,
  name: string,
): Promise<FoundTable | undefined> {
  const { rows: objects } = await sql<{ kind: string; text: string }>`
    select type as kind, sql as text from sqlite_master
    where name = ${name} and type in ('table', 'view')`.execute(db);
  const [object] = objects;
  if (!object) return undefined;
  const { kind, text } = object;
  const { rows: keys } = await sql<{ column: string; table: string }>`
    select "from" as "column", "table" from pragma_foreign_key_list(${name})`.execute(db);
  const { rows: references } = await sql`
    select 1 from sqlite_master as other, pragma_foreign_key_list(other.name) as key
    where other.type = 'table' and key."table" = ${name} collate nocase`.execute(db);
  const { rows: attached } = await sql<{ name: string; statement: string }>`
    select name, sql as statement from sqlite_master
    where tbl_name = ${name} and type in ('index', 'trigger') and sql is not null`.execute(db);
  return {
    kind,
    ...(await columnsOf(db, name, text)),
    indexes: await indexesOf(db, name),
    constraints: [
      ...keys.map(({ column, table }) => `FOREIGN KEY (${column}) REFERENCES ${table}`),
      // Checks are only in the text.
      ...(/\bcheck\s*\(.*\)/is.exec(text) ?? []),
    ],
    isReferenced: references.length > 0,
    attached,
  };
}

async function columnsOf(
  db: Kysely<never>,
  name: string,
  text: string,
): Promise<{ columns: FoundColumn[]; primaryKey: string }> {
  const hasAutoincrement = /\bautoincrement\b/i.test(text);
  const { rows } = await sql<{
    name: string;
    type: string;
    required: number;
    default: string | null;
    key: number;
  }>`
    select name, lower(type) as type, "notnull" as required, dflt_value as "default", pk as key
    from pragma_table_xinfo(${name}) order by cid`.execute(db);
  const keys = rows.filter((row) => row.key > 0);
  return {
    columns: rows.map((row) => ({
      name: row.name,
      type: row.type,
      collation: null,
      nullable: row.required === 0 && row.key === 0,
      default: row.default,
      autoincrement: row.key > 0 && hasAutoincrement,
    })),
    primaryKey: keys.map((row) => row.name).join(', '),
  };
}

async function indexesOf(db: Kysely<never>, name: string): Promise<FoundIndex[]> {
  const { rows } = await sql<{
    name: string;
    unique: number;
    columns: string;
    text: string | null;
  }>`
    select list.name, list."unique", sqlite_master.sql as text,
      (select group_concat(info.name, ', ') from pragma_index_info(list.name) as info) as columns
    from pragma_index_list(${name}) as list left join sqlite_master on sqlite_master.name = list.name
    where list.origin <> 'pk'`.execute(db);
  return rows.map((row) => ({
    name: row.name,
    columns: row.columns,
    unique: row.unique === 1,
    condition: /\swhere\s+(.+)$/is.exec(row.text ?? '')?.[1] ?? null,
    usable: true,
  }));
}
