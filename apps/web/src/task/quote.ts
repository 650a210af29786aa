import { isolate } from '../lib/isolate.ts';

const most = 30;

/** A title for a message of two lines: the end of a long one gives way to what is said about it. */
export function quote(title: string): string {
  const letters = Array.from(title);
  if (letters.length <= most) return `“${isolate(title)}”`;
  const beginning = letters.slice(0, most - 1).join('');
  return `“${isolate(`${beginning.trimEnd()}…`)}”`;
}
