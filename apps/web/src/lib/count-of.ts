const number = new Intl.NumberFormat('en');

/** "1 task", "2,000 completed tasks". */
export function countOf(count: number, what = 'task'): string {
  return `${number.format(count)} ${what}${count === 1 ? '' : 's'}`;
}
