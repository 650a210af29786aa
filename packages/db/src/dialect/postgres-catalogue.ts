// Reads a table from PostgreSQL's catalogue, with the short names of types.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { FoundColumn, FoundIndex, FoundTable } from './found-table.ts';

export async function readPostgresTable(
  db: Kysely<never>,
  name: string,
): Promise<FoundTable | undefined> {
  // Found through the search path, as in all other statements.
  const table = sql`to_regclass(quote_ident(${name}))`;
  const [relation] = await all(
    db,
    sql<{ kind: string }>`
      select case relkind when 'r' then 'table' when 'p' then 'partitioned table' when 'v' then 'view'
        when 'm' then 'materialized view' when 'f' then 'foreign table' else 'relation' end as kind
      from pg_class where oid = ${table}`,
  );
  if (!relation) return undefined;
  const indexes = await all(db, indexesOf(table));
  return {
    kind: relation.kind,
    columns: await all(db, columnsOf(table)),
    indexes: indexes.filter((index) => !index.primary),
    primaryKey: indexes.find((index) => index.primary)?.columns ?? '',
    constraints: (await all(db, constraintsOf(table))).map(({ definition }) => definition),
    isReferenced: false,
    attached: [],
  };
}

const columnsOf = (table: RawBuilder<unknown>) => sql<FoundColumn>`
  select attname as name, not attnotnull as nullable,
    replace(regexp_replace(format_type(atttypid, atttypmod),
      '^timestamp(\\(\\d\\))? with time zone$', 'timestamptz\\1'), 'character varying', 'varchar') as type,
    collname as collation, pg_get_expr(adbin, adrelid) as "default",
    attidentity <> '' or coalesce(pg_get_expr(adbin, adrelid) like 'nextval(%', false) as autoincrement
  from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
    join pg_type on pg_type.oid = atttypid
    left join pg_collation on pg_collation.oid = attcollation and attcollation <> typcollation
  where attrelid = ${table} and attnum > 0 and not attisdropped order by attnum`;

const indexesOf = (table: RawBuilder<unknown>) => sql<FoundIndex & { primary: boolean }>`
  select relname as name, indisunique as unique, indisvalid as usable, indisprimary as primary,
    pg_get_expr(indpred, indrelid) as condition,
    (select string_agg(pg_get_indexdef(indexrelid, place::int, true), ', ' order by place)
      from generate_series(1, indnkeyatts) as place) as columns
  from pg_index join pg_class on pg_class.oid = indexrelid
  where indrelid = ${table}`;

// Foreign keys, checks, exclusions.
const constraintsOf = (table: RawBuilder<unknown>) => sql<{ definition: string }>`
  select pg_get_constraintdef(oid) as definition from pg_constraint
  where conrelid = ${table} and contype in ('f', 'c', 'x')`;

const all = async <T>(db: Kysely<never>, query: RawBuilder<T>): Promise<T[]> =>
  (await query.execute(db)).rows;
