import { places } from '../lib/places.ts';
import { newTaskId } from '../task/add-task.tsx';

/** Puts the focus into the field for a new task: that of the screen, or else of the Inbox. */
export function focusNewTask(navigate: (href: string) => void): void {
  const field = document.getElementById(newTaskId);
  if (field) return field.focus();
  navigate(places.inbox.href);
  requestAnimationFrame(() => document.getElementById(newTaskId)?.focus());
}
