// The rows of a PostgreSQL database: a snapshot of them, and their restoring. COPY streams: neither the rows
// of a table nor many large ones are in memory at once.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { inPieces, linesOf } from './lines.ts';
import { type BackupTable, type RowSource, typesIn, type Value, valuesOf } from './rows.ts';

/** Begins a transaction that lasts as long as it has to. */
export async function begin(client: pg.Client, mode = ''): Promise<void> {
  await client.query(`begin ${mode}`);
  // A server has only some of them.
  await client.query(`
    select set_config(name, '0', true) from pg_settings where name in ('statement_timeout',
      'transaction_timeout', 'idle_in_transaction_session_timeout')`);
  await client.query(`set local timezone to 'UTC'; set local datestyle to 'ISO'`);
}

/** Reads one snapshot, while others write. @param names of tables; those that are missing are left out. */
export async function readPostgres(
  client: pg.Client,
  names: readonly string[],
): Promise<RowSource> {
  await begin(client, 'isolation level repeatable read, read only');
  const types = new Map<string, ReadonlyMap<string, string>>();
  const tables: BackupTable[] = [];
  for (const name of names) {
    const found = await columnTypes(client, name);
    if (found.size === 0) continue;
    types.set(name, found);
    const columns = [...found.keys()];
    tables.push({ name, columns, lastId: await lastIdOf(client, name) });
  }
  return {
    tables,
    async *rows({ name, columns }) {
      const found = types.get(name);
      const values = columns.map((column) =>
        isJsonValue(found?.get(column)) ? quoted(column) : `${quoted(column)}::text`,
      );
      const select = `select json_build_array(${values.join()}) from ${quoted(name)}`;
      const copy = client.query(copyTo(`copy (${select}) to stdout`));
      // Of what COPY escapes, JSON has backslashes only.
      for await (const line of linesOf(copy)) yield line.replaceAll(String.raw`\\`, '\\');
    },
  };
}

/** Whether JSON has such values; others go as text. 64-bit integers, too, are not read as numbers. */
const isJsonValue = (type = ''): boolean =>
  /^(boolean|smallint|integer|text|character varying|timestamp with time zone)$/.test(type);

/**
 * Replaces all rows of the tables, in the transaction that the client is in.
 *
 * @param names all tables; those that are not in the backup are empty then.
 * @throws ConfigError where a table or a column is missing.
 */
export async function fillPostgres(
  client: pg.Client,
  names: readonly string[],
  source: RowSource,
): Promise<void> {
  await client.query(`truncate ${listOf(names)}`);
  for (const table of source.tables) await fillTable(client, source, table);
}

async function fillTable(client: pg.Client, source: RowSource, table: BackupTable): Promise<void> {
  const { name, columns, lastId = 0 } = table;
  const types = typesIn(table, await columnTypes(client, name));
  async function* lines() {
    for await (const row of source.rows(table)) {
      const values = valuesOf(row).map((value, at) => copied(value, types[at]));
      yield `${values.join('\t')}\n`;
    }
  }
  const copy = client.query(copyFrom(`copy ${quoted(name)} (${listOf(columns)}) from stdin`));
  await pipeline(Readable.from(inPieces(lines())), copy);
  const last = Math.max(lastId, (await lastIdOf(client, name)) ?? 0);
  if (last === 0) return;
  await client.query(`select setval(pg_get_serial_sequence($1, 'id'), $2)`, [quoted(name), last]);
}

// https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
const escapes = new Map([
  ['\\', String.raw`\\`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

function copied(value: Value, type: string | undefined): string {
  if (value === null) return String.raw`\N`;
  if (type === 'boolean') return value === true || value === 1 ? 't' : 'f';
  return String(value).replaceAll(/[\\\n\r\t]/g, (sign) => escapes.get(sign) ?? sign);
}

/** By name, in the order of the table; empty where there is none of this name. */
async function columnTypes(client: pg.Client, table: string): Promise<Map<string, string>> {
  const { rows } = await client.query<[string, string]>({
    text: `select attname, format_type(atttypid, null) from pg_attribute
      where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum`,
    values: [quoted(table)],
    rowMode: 'array',
  });
  return new Map(rows);
}

/** Undefined for a table whose ids are not made by a sequence. */
async function lastIdOf(client: pg.Client, table: string): Promise<number | undefined> {
  const { rows: found } = await client.query<{ sequence: string | null }>(
    `select pg_get_serial_sequence($1, attname) as sequence from pg_attribute
     where attrelid = to_regclass($1) and attname = 'id'`,
    [quoted(table)],
  );
  const sequence = found[0]?.sequence;
  if (sequence === undefined || sequence === null) return undefined;
  const { rows } = await client.query<{ last: string }>(
    `select last_value - case when is_called then 0 else 1 end as last from ${sequence}`,
  );
  return Number(rows[0]?.last);
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const listOf = (names: readonly string[]): string => names.map(quoted).join(', ');
