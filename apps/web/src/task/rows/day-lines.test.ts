import { createTask } from '@tydo/rules/task';
import { expect, test } from 'vitest';
import { movedToDay } from '../../dates/overdue.ts';
import { dayClock } from '../../dates/use-day-clock.ts';
import type { Task } from '../../sync/use-view.ts';
import { logbookLines, todayLines, upcomingLines } from './day-lines.ts';
import { dayBeside, dropDay } from './day-places.ts';
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

test('what is moved to another day keeps its time, but one that has passed', () => {
  const moved = (due: string, day = clock.today) => movedToDay(due, day, clock);
  expect(moved('2026-11-28')).toBe('2026-11-30');
  expect(moved('2026-11-28T11:00')).toBe('2026-11-30T11:00');
  expect(moved('2026-11-28T09:00')).toBe('2026-11-30');
  // In Berlin it is the evening of the day before.
  expect(moved('2026-12-02T03:00[Asia/Tokyo]', '2026-12-05')).toBe('2026-12-06T03:00[Asia/Tokyo]');
});

test('tasks go to the day of the line under the pointer, and by keys to the day beside', () => {
  const late = task('late', { due: '2026-11-29' });
  const now = task('now', { due: '2026-11-30' });
  const next = task('next', { due: '2026-12-01' });
  const later = task('later', { start: '2027-01-01' });
  const lines = [
    ...todayLines([late, now], clock),
    ...upcomingLines({ tasks: [next], ahead: [], deferred: [later] }, clock, 3).slice(1),
  ];
  expect(lines.map(say)).toEqual([
    '# overdue',
    'late',
    '# 2026-11-30',
    'now',
    '# 2026-12-01',
    'next',
    '# 2026-12-02',
    '# later',
    'later',
  ]);
  const none = undefined;
  const drop = (index: number, ...uids: string[]) => dropDay(lines, new Set(uids), index)?.day;
  expect([drop(0, 'next'), drop(8, 'next'), drop(5, 'next')]).toEqual([none, none, none]);
  expect([drop(3, 'next'), drop(6, 'next')]).toEqual(['2026-11-30', '2026-12-02']);
  expect(drop(5, 'next', 'now')).toBe('2026-12-01');
  const beside = (uid: string) =>
    (['up', 'down', 'in', 'out'] as const).map((direction) => dayBeside(lines, uid, direction));
  expect(beside('late')).toEqual([none, '2026-11-30', none, none]);
  expect(beside('next')).toEqual(['2026-11-30', '2026-12-02', none, none]);
  expect(beside('later')).toEqual(['2026-12-02', none, none, none]);
});
