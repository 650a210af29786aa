import { isolate } from './isolate.ts';

const maxLength = 30;

/** A title in quotation marks for a message; a long one is shortened. */
export function quote(title: string): string {
  const letters = Array.from(title);
  if (letters.length <= maxLength) return `“${isolate(title)}”`;
  const beginning = letters.slice(0, maxLength - 1).join('');
  return `“${isolate(`${beginning.trimEnd()}…`)}”`;
}
