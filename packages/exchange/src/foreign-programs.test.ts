// Through the programs themselves, where they are installed: `apt install taskwarrior todotxt-cli`.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import type { ExportFormat } from './export-format.ts';
import type { ImportPlan } from './plan/plan-builder.ts';
import { accountOf } from './testing/account.ts';
import { person, read, tasksIn } from './testing/read.ts';
import { writeExport } from './write-export.ts';

const createdAt = '2026-10-01T08:00:00.000Z';
const plan: ImportPlan = {
  lists: [{ id: 'home', name: 'Home' }],
  sections: [],
  labels: [
    { id: 'phone', name: 'phone' },
    { id: 'büro', name: 'büro' },
  ],
  filters: [],
  tasks: [
    { uid: 'A', title: 'Call Bo', listId: 'home', labelIds: ['phone', 'büro'], priority: 1 },
    { uid: 'B', title: 'Tax "2026" — 50 % \\ $HOME; (x)', due: '2026-12-24', priority: 5 },
    { uid: 'C', title: 'Milk', completed: true, completedAt: '2026-11-03T10:15:00.000Z' },
    { uid: 'D', title: 'x Größe 🪢', due: '2026-12-04', priority: 9, listId: 'home' },
    { uid: 'E', title: 'Water the plants', due: '2026-12-04', rule: 'FREQ=WEEKLY' },
  ].map((task) => ({ ...task, createdAt })),
};

/** What both programs keep. */
const seen = (some: ImportPlan) =>
  tasksIn(some)
    .map(({ title, completed = false, priority = 0, labels, list, due = null }) => ({
      title,
      completed,
      priority,
      labels,
      list,
      due,
    }))
    .toSorted((one, other) => one.title.localeCompare(other.title));

const textOf = (as: ExportFormat) => writeExport(as, accountOf(plan), person).text;

/** Whether the program is in a folder of PATH. */
const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

const run = (program: string, args: readonly string[], env: Record<string, string>) =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8', TZ: person.zone, ...env },
  });

test.skipIf(!isInstalled('task'))('Taskwarrior imports what we export, and exports it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-taskwarrior-'));
  const [file, settings] = [join(folder, 'tydo.json'), join(folder, 'taskrc')];
  writeFileSync(file, textOf('taskwarrior'));
  const lines = [`data.location=${folder}`, 'uda.tydouid.type=string', 'uda.tydouid.label=Tydo'];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  const env = { HOME: folder, TASKRC: settings };
  run('task', ['import', file], env);
  const { plan: again, notes } = read(run('task', ['export'], env), { from: 'taskwarrior' });
  expect(seen(again)).toEqual(seen(plan));
  expect(again.tasks.find(({ title }) => title === 'Water the plants')?.rule).toBe('FREQ=WEEKLY');
  expect(notes).toEqual([]);
});

test.skipIf(!isInstalled('todo-txt'))('todo.txt-cli adds what we export, and keeps it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tydo-todo-txt-'));
  const settings = join(folder, 'config');
  writeFileSync(settings, `export TODO_DIR=${folder}\nexport TODO_FILE=${folder}/todo.txt\n`);
  run('todo-txt', ['-d', settings, 'addm', textOf('todo.txt').trimEnd()], { HOME: folder });
  const listed = run('todo-txt', ['-d', settings, '-p', 'ls'], { HOME: folder });
  expect(listed).toContain('TODO: 5 of 5 tasks shown');
  const { plan: again, notes } = read(readFileSync(join(folder, 'todo.txt')), { from: 'todo.txt' });
  expect(seen(again)).toEqual(seen(plan));
  expect(notes).toEqual([]);
});
