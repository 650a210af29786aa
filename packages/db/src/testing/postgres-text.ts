// A PostgreSQL database as SQL text, from its catalogue: pg_dump is not among the tests' binaries.
import { type Kysely, sql } from 'kysely';

/**
 * Tables, rows, constraints and indexes of the schema `public`, as statements for an empty database.
 * All of them can be sent as one simple query.
 */
export async function postgresText(db: Kysely<never>): Promise<string> {
  const { rows: found } = await tables.execute(db);
  const filled = [];
  for (const table of found) filled.push(...(await rowsOf(db, table)));
  const others = [...(await constraints.execute(db)).rows, ...(await indexes.execute(db)).rows];
  const statements = [...found, ...filled, ...others].map(({ statement }) => `${statement};\n`);
  return statements.join('');
}

interface Statement {
  statement: string;
}
interface Table extends Statement {
  name: string;
  columns: string[];
  /** The column that a sequence counts. */
  counted: string | null;
}

/** A column that a sequence counts is `serial`. */
const tables = sql<Table>`
  select c.oid::regclass::text as name, array_agg(quote_ident(attname) order by attnum) as columns,
    max(attname) filter (where counted) as counted,
    format('create table %s (%s)', c.oid::regclass, string_agg(concat_ws(' ', quote_ident(attname),
      case when counted then 'serial' else format_type(atttypid, atttypmod) end,
      case when attcollation <> typcollation then 'collate ' || attcollation::regcollation end,
      case when not counted then 'default ' || initial end,
      case when attnotnull then 'not null' end), ', ' order by attnum)) as statement
  from pg_class c
  join (
    select a.*, t.typcollation, pg_get_expr(d.adbin, d.adrelid) as initial,
      coalesce(pg_get_expr(d.adbin, d.adrelid) like 'nextval(%', false) as counted
    from pg_attribute a
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped
  ) as a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
  group by c.oid order by name`;

// Those that are not null are in the tables; foreign keys come last.
const constraints = sql<Statement>`
  select format('alter table %s add constraint %I %s',
    conrelid::regclass, conname, pg_get_constraintdef(oid)) as statement
  from pg_constraint
  where connamespace = 'public'::regnamespace and conrelid <> 0 and contype <> 'n'
  order by contype = 'f', 1`;

const indexes = sql<Statement>`
  select pg_get_indexdef(indexrelid) as statement
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_constraint where conindid = i.indexrelid)
  order by 1`;

async function rowsOf(db: Kysely<never>, { name, columns, counted }: Table): Promise<Statement[]> {
  const texts = columns.map((column) => sql`quote_nullable(${sql.raw(column)}::text)`);
  const { rows } = await sql<{ row: string }>`
    select concat_ws(', ', ${sql.join(texts)}) as row from ${sql.raw(name)} order by 1`.execute(db);
  const values = rows.map(({ row }) => `\n(${row})`);
  const insert = {
    statement: `insert into ${name} (${columns.join(', ')}) values${values.join()}`,
  };
  if (counted === null) return rows.length > 0 ? [insert] : [];
  const sequence = sql`pg_get_serial_sequence(${name}, ${counted})`;
  const count = await sql<Statement>`
    select format('select setval(pg_get_serial_sequence(%L, %L), %s)', ${name}::text, ${counted}::text,
      coalesce(pg_sequence_last_value(${sequence}::regclass), 1)) as statement`.execute(db);
  return [...(rows.length > 0 ? [insert] : []), ...count.rows];
}
