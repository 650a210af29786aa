// SQLite cannot add a column with a computed default, such as now, to a table with rows. Then a new table
// replaces it: https://www.sqlite.org/lang_altertable.html#otheralter
import type { FoundTable } from '../dialect/found-table.ts';

/**
 * The statements, for a table that no foreign key refers to. The sequence of ids continues, and indexes and
 * triggers of others are kept.
 *
 * @param create the statements that create the table, and then its indexes.
 */
export function rebuild(found: FoundTable, name: string, create: string[]): string[] {
  const [createTable = '', ...createIndexes] = create;
  const columns = found.columns.map((column) => `\`${column.name}\``).join(', ');
  const temporary = `${name}_new`;
  const isOurs = (index: string) => createIndexes.some((text) => text.includes(`\`${index}\``));
  const others = found.attached.filter(({ name: attached }) => !isOurs(attached));
  return [
    createTable.replace(`\`${name}\``, `\`${temporary}\``),
    `insert into sqlite_sequence (name, seq) select '${temporary}', seq from sqlite_sequence where name = '${name}'`,
    `insert into \`${temporary}\` (${columns}) select ${columns} from \`${name}\``,
    `drop table \`${name}\``,
    `alter table \`${temporary}\` rename to \`${name}\``,
    ...createIndexes,
    ...others.map(({ statement }) => statement),
  ];
}
