import { dateLanguage } from './language.ts';

const number = new Intl.NumberFormat(dateLanguage);

/** "1 task", "2,000 completed tasks". */
export function countOf(count: number, what = 'task'): string {
  return `${number.format(count)} ${what}${count === 1 ? '' : 's'}`;
}
