// The full catalogue of a database, for tests of what a start creates and what it leaves alone.
import { execute } from './execute.ts';

/** One thing in a database: a column, an index, … */
export interface CatalogueEntry {
  /** On PostgreSQL with its schema, such as `public.task`. */
  table: string;
  kind: string;
  name: string;
  definition: string;
}

/** All entries, in a fixed order; the catalogues of equal tables are equal. */
export async function catalogue(url: string): Promise<CatalogueEntry[]> {
  const rows = await execute(url, url.startsWith('sqlite:') ? inSqlite : inPostgres);
  return rows as CatalogueEntry[];
}

const inSqlite = `
  select tbl_name as "table", type as kind, name, coalesce(sql, '') as definition
  from sqlite_master order by 1, 2, 3`;

const inPostgres = `
  with ours as (
    select c.oid, c.relkind, n.nspname || '.' || c.relname as "table"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema')
  select "table" collate "C", kind, name::text collate "C", definition from (
    select "table", 'relation' as kind, relkind::text as name,
      case when relkind = 'v' then pg_get_viewdef(oid) else '' end as definition from ours
    where relkind <> 'i'
    union all
    select "table", 'column', a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then 'not null' end, nullif(a.attidentity, ''),
      pg_get_expr(d.adbin, d.adrelid))
    from ours join pg_attribute a on a.attrelid = ours.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = ours.oid and d.adnum = a.attnum
    where relkind in ('r', 'v')
    union all
    select "table", 'constraint', conname, pg_get_constraintdef(k.oid)
    from ours join pg_constraint k on k.conrelid = ours.oid
    union all
    select "table", 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    from ours join pg_index on indrelid = ours.oid
  ) as everything order by 1, 2, 3`;
