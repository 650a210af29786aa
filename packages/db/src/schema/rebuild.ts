// SQLite adds no column with a computed default ("now") to a table that has rows. Then the table is
// made anew around them: https://www.sqlite.org/lang_altertable.html#otheralter
import type { FoundTable } from '../dialect/found-table.ts';

/**
 * The statements of it, for a table that no other refers to. Ids go on where they were, and so do
 * indexes and triggers that we do not know.
 *
 * @param create what makes the table, and then its indexes.
 */
export function rebuild(found: FoundTable, name: string, create: string[]): string[] {
  const [createTable = '', ...createIndexes] = create;
  const columns = found.columns.map((column) => `\`${column.name}\``).join(', ');
  const made = `${name}_new`;
  const isOurs = (index: string) => createIndexes.some((text) => text.includes(`\`${index}\``));
  const others = found.attached.filter((thing) => !isOurs(thing.name));
  return [
    createTable.replace(`\`${name}\``, `\`${made}\``),
    `insert into sqlite_sequence (name, seq) select '${made}', seq from sqlite_sequence where name = '${name}'`,
    `insert into \`${made}\` (${columns}) select ${columns} from \`${name}\``,
    `drop table \`${name}\``,
    `alter table \`${made}\` rename to \`${name}\``,
    ...createIndexes,
    ...others.map((thing) => thing.statement),
  ];
}
