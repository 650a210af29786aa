export { occurrences } from './recurrence/occurrences.ts';
