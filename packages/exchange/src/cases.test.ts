// Files of other programs, each with its traps, and what becomes of each row.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { person, read, tasksIn } from './testing/read.ts';

interface ExpectedTask {
  row: number;
  title: string;
  relative?: boolean;
  [field: string]: unknown;
}
interface ExpectedFile {
  from: string;
  tasks: ExpectedTask[];
  notes: { row: number; level: string }[];
}

const bytesOf = (name: string) => readFileSync(new URL(`cases/${name}`, import.meta.url));
const { files } = JSON.parse(bytesOf('expected.json').toString('utf8')) as {
  files: Record<string, ExpectedFile>;
};

const defaults = {
  description: null,
  completed: false,
  list: null,
  section: null,
  parent: null,
  priority: 0,
  labels: [],
  due: null,
  start: null,
  deadline: null,
  rule: null,
  ruleFrom: 'due',
};

describe.each(Object.entries(files))('%s', (name, expected) => {
  const found = read(bytesOf(name), { name });
  const tasks = tasksIn(found.plan);

  test('is recognised by its content', () => {
    expect(read(bytesOf(name)).from).toBe(expected.from);
  });

  test('has these tasks', () => {
    expect(tasks.map(({ title }) => title).toSorted()).toEqual(
      expected.tasks.map(({ title }) => title).toSorted(),
    );
  });

  test.each(expected.tasks)('row $row: $title', ({ row: _row, relative: _relative, ...wanted }) => {
    const task = tasks.find(({ title }) => title === wanted.title);
    expect({ ...defaults, ...task }).toMatchObject({ ...defaults, ...wanted });
  });

  test.each(expected.notes)('row $row is $level', (wanted) => {
    expect(found.notes).toContainEqual(expect.objectContaining(wanted));
  });

  test('read again makes the same ids', () => {
    expect(
      read(bytesOf(name), { name, now: '2026-12-05T09:00:00.000Z' }).plan.tasks.map(
        ({ uid }) => uid,
      ),
    ).toEqual(found.plan.tasks.map(({ uid }) => uid));
  });

  test.each(['utf-8 with a mark', 'utf-16le', 'utf-16be', 'lines with CRLF'])(
    '%s is the same',
    (kind) => {
      const text = new TextDecoder().decode(bytesOf(name));
      const plans = [text, text].map(
        (each, index) => read(index === 0 ? each : encoded(each, kind), { ...person, name }).plan,
      );
      expect(plans[1]).toEqual(plans[0]);
    },
  );
});

function encoded(text: string, kind: string): Uint8Array {
  if (kind.startsWith('lines')) return new TextEncoder().encode(text.replaceAll(/\r?\n/g, '\r\n'));
  if (kind.startsWith('utf-8')) return new TextEncoder().encode(`\uFEFF${text}`);
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return kind === 'utf-16be' ? bytes.swap16() : bytes;
}
