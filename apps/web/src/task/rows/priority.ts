/** The priorities that the page offers, the highest first; `value` is RFC 5545's. */
export const priorities = [
  { value: 1, label: 'High' },
  { value: 5, label: 'Medium' },
  { value: 9, label: 'Low' },
  { value: 0, label: 'None' },
] as const;

/** Which of the three marks a priority has; undefined without one. */
export function priorityMark(priority: number): 1 | 2 | 3 | undefined {
  if (priority === 0) return undefined;
  if (priority < 5) return 1;
  return priority === 5 ? 2 : 3;
}

/** The priority of the page that comes nearest: programs may write others. */
export function nearestPriority(priority: number): (typeof priorities)[number]['value'] {
  const mark = priorityMark(priority);
  return mark === undefined ? 0 : (priorities[mark - 1]?.value ?? 0);
}

/** "High priority"; undefined without one. */
export function describePriority(priority: number): string | undefined {
  const mark = priorityMark(priority);
  return mark === undefined ? undefined : `${priorities[mark - 1]?.label} priority`;
}
