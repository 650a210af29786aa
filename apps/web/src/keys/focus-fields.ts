import { places } from '../lib/places.ts';
import { newTaskId } from '../task/add-task.tsx';
import { searchFieldId } from '../ui/search-field-id.ts';

/** Puts the focus into the field for a new task: that of the screen, or else of the Inbox. */
export function focusNewTask(navigate: (href: string) => void): void {
  const field = document.getElementById(newTaskId);
  if (field) return field.focus();
  navigate(places.inbox.href);
  requestAnimationFrame(() => document.getElementById(newTaskId)?.focus());
}

/** Puts the focus into the field of the search, which is opened where it is not. */
export function focusSearch(navigate: (href: string) => void): void {
  const field = document.getElementById(searchFieldId);
  if (field) return field.focus();
  navigate(places.search.href);
}
