import { createTask } from '@tydo/rules/task';
import { expect, test } from 'vitest';
import { movedToToday } from '../../dates/overdue.ts';
import { dayClock } from '../../dates/use-day-clock.ts';
import type { Task } from '../../sync/use-view.ts';
import { logbookLines, todayLines, upcomingLines } from './day-lines.ts';
import type { Line } from './lines.ts';

const clock = dayClock('2026-11-30T09:00:00.000Z', 'Europe/Berlin');

function task(title: string, dates: Partial<Task>): Task {
  const how = { uid: title, now: clock.now, ruleProblem: () => null };
  return { ...createTask({ title }, how), id: null, ...dates };
}

const say = (line: Line): string => {
  if (line.kind === 'day') return `# ${line.of}`;
  if (line.kind === 'ahead') return `(${line.task.title})`;
  return line.kind === 'task' ? line.task.title : '';
};

test('Today has what is overdue apart, if there is any', () => {
  const late = task('late', { due: '2026-11-29' });
  const past = task('past', { due: '2026-11-30T08:00' });
  const now = task('now', { due: '2026-11-30', deadline: '2026-12-24' });
  expect(todayLines([late, past, now], clock).map(say)).toEqual([
    '# overdue',
    'late',
    'past',
    '# 2026-11-30',
    'now',
  ]);
  expect(todayLines([now], clock).map(say)).toEqual(['now']);
});

test('Upcoming has every day, rounds ahead, and what starts later', () => {
  const gym = task('gym', { due: '2026-11-30', rule: 'FREQ=DAILY' });
  const tokyo = task('tokyo', { due: '2026-12-02T03:00[Asia/Tokyo]' });
  const thesis = task('thesis', { due: '2026-11-01', deadline: '2026-12-01' });
  const later = task('later', { start: '2027-01-01' });
  const rows = {
    tasks: [thesis, gym, tokyo],
    ahead: [{ task: gym, due: '2026-12-01' }],
    deferred: [later, thesis],
  };
  expect(upcomingLines(rows, clock, 2).map(say)).toEqual([
    '# 2026-11-30',
    'gym',
    '# 2026-12-01',
    'thesis',
    'tokyo',
    '(gym)',
    '# later',
    'later',
  ]);
});

test('The logbook has a heading for each day, in the zone of the person', () => {
  const done = (title: string, completedAt: string | null) =>
    task(title, { completed: true, completedAt });
  const rows = [
    done('late', '2026-11-30T23:30:00.000Z'),
    done('noon', '2026-11-30T11:00:00.000Z'),
    done('morning', '2026-11-30T08:00:00.000Z'),
    done('unknown', null),
  ];
  const lines = ['# 2026-12-01', 'late', '# 2026-11-30', 'noon', 'morning', 'unknown'];
  expect(logbookLines(rows, 'Europe/Berlin').map(say)).toEqual(lines);
  expect(logbookLines(rows, 'UTC').map(say)).toEqual([
    '# 2026-11-30',
    ...lines.filter((line) => !line.startsWith('#')),
  ]);
});

test('what is moved to today keeps its time where that is still ahead', () => {
  const moved = ['2026-11-28', '2026-11-28T11:00', '2026-11-28T09:00'].map((due) =>
    movedToToday(due, clock),
  );
  expect(moved).toEqual(['2026-11-30', '2026-11-30T11:00', '2026-11-30']);
});
