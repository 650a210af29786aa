/** A table without its empty columns. */
export function table(head: string[], rows: string[][]): string {
  const isUsed = head.map((_, column) => rows.some((row) => row[column]));
  const cells = [head, ...rows].map((row) =>
    row.filter((_, column) => isUsed[column]).map((cell) => cell.replaceAll('|', '\\|')),
  );
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const [first = '', ...others] = cells.map((row) =>
    rowOf(widths.map((width, column) => (row[column] ?? '').padEnd(width))),
  );
  return [first, rowOf(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

const rowOf = (cells: string[]): string => `| ${cells.join(' | ')} |`;

export const block = (language: string, text: string): string =>
  `\`\`\`${language}\n${text}\n\`\`\``;

/** Formats JSON; what fits on one line is put on one. */
export function pretty(value: unknown, indent = ''): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => pretty(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item, deeper)}`);
  const flat = isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  if (indent.length + flat.length <= 80 && !flat.includes('\n')) return flat;
  const [open, close] = isList ? '[]' : '{}';
  return `${open}\n${parts.map((part) => deeper + part).join(',\n')}\n${indent}${close}`;
}

/** Joins the parts that are not empty with blank lines. */
export const paragraphs = (...parts: string[]): string =>
  parts.filter((part) => part !== '').join('\n\n');
