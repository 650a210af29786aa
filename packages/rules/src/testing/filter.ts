import fc from 'fast-check';
import type { FilterContext, FilterTask } from '../filter.ts';

/** Monday in Berlin, 10:00. */
export const context: FilterContext = {
  now: '2026-11-30T09:00:00.000Z',
  zone: 'Europe/Berlin',
  weekStart: 1,
  lists: [
    { id: 'l1', name: 'Home' },
    { id: 'l2', name: 'Home Improvements' },
    { id: 'l3', name: 'R&D' },
    { id: 'l4', name: 'home' },
  ],
  sections: [
    { id: 's1', name: 'Kitchen' },
    { id: 's2', name: 'Café' },
  ],
  labels: [
    { id: 'b1', name: 'phone' },
    { id: 'b2', name: 'phone call' },
  ],
};

/** An open task of the Inbox with nothing set. */
export const emptyTask: FilterTask = {
  title: 'Buy milk',
  description: null,
  completed: false,
  createdAt: '2026-11-20T09:00:00.000Z',
  completedAt: null,
  listId: null,
  sectionId: null,
  parentUid: null,
  priority: 0,
  labelIds: [],
  due: null,
  start: null,
  deadline: null,
  rule: null,
};

const day = fc.constantFrom('2026-11-29', '2026-11-30', '2026-12-01', '2026-12-07', '2027-01-01');
const date = fc.oneof(
  day,
  fc
    .tuple(day, fc.constantFrom('T00:00', 'T09:59', 'T10:01', 'T23:59'))
    .map((parts) => parts.join('')),
  day.map((text) => `${text}T23:30[America/New_York]`),
);
const orNull = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });

/** Tasks around `context`'s moment, with the ids of its rows and others. */
export const anyTask: fc.Arbitrary<FilterTask> = fc
  .record({
    title: fc.constantFrom('Buy milk', 'Café au lait', 'CALL & write (Bo)'),
    description: orNull(fc.constantFrom('milk', 'x')),
    completedAt: orNull(fc.constantFrom('2026-11-29T22:59:59.999Z', '2026-11-29T23:00:00.000Z')),
    createdAt: fc.constantFrom('2026-11-29T22:59:59.999Z', '2026-11-29T23:00:00.000Z'),
    listId: orNull(fc.constantFrom('l1', 'l2', 'l3', 'l4', 'other')),
    sectionId: orNull(fc.constantFrom('s1', 's2', 'other')),
    parentUid: orNull(fc.constant('parent')),
    priority: fc.integer({ min: 0, max: 9 }),
    labelIds: fc.subarray(['b1', 'b2', 'other']),
    due: orNull(date),
    start: orNull(date),
    deadline: orNull(day),
    rule: orNull(fc.constant('FREQ=DAILY')),
  })
  .map((task) => ({ ...task, completed: task.completedAt !== null }));
