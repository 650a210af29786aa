import { countOf } from '../lib/count-of.ts';

/** @param others how many more tasks changed with it: subtasks of what is completed, parents of what is active again. */
export function describeTick(subject: string, completed: boolean, others: number): string {
  const more = others === 0 ? '' : ` and ${countOf(others, completed ? 'subtask' : 'other task')}`;
  return `${completed ? 'Completed' : 'Active again:'} ${subject}${more}`;
}
