const most = 30;

/** A title for a message of two lines: the end of a long one gives way to what is said about it. */
export function quote(title: string): string {
  const letters = Array.from(title);
  if (letters.length <= most) return `“${title}”`;
  const beginning = letters.slice(0, most - 1).join('');
  return `“${beginning.trimEnd()}…”`;
}
