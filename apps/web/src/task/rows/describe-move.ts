import { quote } from '../../lib/quote.ts';
import type { Move } from './arrange.ts';

interface Names {
  /** The title of a task. */
  task: (uid: string) => string;
  section: (id: string) => string;
}

/** "Moved below “Milk”.", for screen readers. */
export function describeMove({ place }: Move, { task, section }: Names): string {
  const { before, after, parentUid, sectionId } = place;
  if (before !== undefined) return `Moved above ${quote(task(before))}.`;
  if (after !== undefined) return `Moved below ${quote(task(after))}.`;
  if (parentUid != null) return `Moved under ${quote(task(parentUid))}.`;
  return sectionId == null ? 'Moved out of its section.' : `Moved to ${quote(section(sectionId))}.`;
}
