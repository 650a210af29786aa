/**
 * The keys of a task's row that has the focus, as events name them. They are shown in its menu and tooltips, and
 * on the sheet of all keys.
 */
export const rowKeys = {
  open: 'Enter',
  select: 'x',
  edit: 'e',
  due: 'd',
  move: 'l',
  priority: 'p',
  labels: '#',
  remove: 'Delete',
} as const;
