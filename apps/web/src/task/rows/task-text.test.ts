import { expect, test } from 'vitest';
import type { Task } from '../../sync/use-view.ts';
import { textOfTasks } from './task-text.ts';

const task = (uid: string, parentUid: string | null, more: Partial<Task> = {}): Task =>
  // Only what the text is made of.
  ({ uid, parentUid, title: uid, completed: false, due: null, description: null, ...more }) as Task;

const trip = task('Trip', null, { description: 'By train\n\n* at night' });
const hotel = task('Hotel', 'Trip', { completed: true });
const room = task('[Room]', 'Hotel', { due: '2026-12-01T09:00' });
const milk = task('Milk', null);
const all = [trip, hotel, room, milk];

test('tasks are copied with what is under them, each once', () => {
  expect(textOfTasks([hotel, trip, room, milk], all, 'text')).toBe(
    'Trip\n  Hotel\n    [Room]\nMilk',
  );
  expect(textOfTasks([hotel], all, 'text')).toBe('Hotel\n  [Room]');
});

test('Markdown has boxes, dates and notes, and no sign of a title is read as Markdown', () => {
  expect(textOfTasks([trip], all, 'Markdown')).toBe(
    [
      '- [ ] Trip',
      '  By train',
      '  \\* at night',
      '  - [x] Hotel',
      '    - [ ] \\[Room\\] (due 2026-12-01)',
    ].join('\n'),
  );
});
