// Any file is read or refused with a sentence, and what is read can be stored.
import { isInPlace } from '@tydo/rules/task-tree';
import { ImportAdd } from '@tydo/schemas/import';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importCalls } from './calls.ts';
import { type ImportFormat, importFormats } from './import-format.ts';
import { ImportError } from './limits.ts';
import type { ImportPlan } from './plan/plan-builder.ts';
import { accountOf } from './testing/account.ts';
import { read } from './testing/read.ts';

/** The same files in each run. For others, change it. */
const seed = 20_261_201;

/** Checks that the server takes the plan. */
function expectStorable(plan: ImportPlan): void {
  const calls = [...importCalls(plan)];
  for (const call of calls) expect(ImportAdd.safeParse(call).error?.issues).toBeUndefined();
  expect(calls.flatMap(({ tasks = [] }) => tasks)).toEqual(plan.tasks);
  const { tasks } = accountOf(plan);
  const byUid = new Map<string, (typeof tasks)[number]>();
  const rows = {
    task: (uid: string) => byUid.get(uid),
    section: (id: string) => plan.sections.find((section) => section.id === id),
  };
  for (const task of tasks) {
    const parent = byUid.get(task.parentUid ?? '');
    expect(task.parentUid === null || parent !== undefined).toBe(true);
    // A part without a section gets its parent's.
    const placed = { ...task, sectionId: task.sectionId ?? parent?.sectionId ?? null };
    expect(byUid.has(task.uid)).toBe(false);
    byUid.set(task.uid, placed);
    expect(isInPlace(rows, placed)).toBe(true);
  }
}

const from = fc.constantFrom<ImportFormat | undefined>(undefined, ...importFormats);

function readOrRefuse(file: string | Uint8Array, format: ImportFormat | undefined): void {
  try {
    expectStorable(read(file, { from: format, map: { a: 'title' } }).plan);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    expect(error.message).toMatch(/^[A-Z].*\.$/s);
  }
}

test('any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), from, readOrRefuse), {
    seed,
    numRuns: 100,
  });
});

test('any text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 });
  fc.assert(fc.property(text, from, readOrRefuse), { seed, numRuns: 100 });
});

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'Milk',
    '@home',
    'every day',
    '2026-12-24',
    '2026-02-30',
    '1',
    '2',
    '3',
    'n/a',
    'true',
  ),
  fc.constantFrom(
    '20261224T170000Z',
    '2026-12-14T14:00:00+0000',
    'FREQ=WEEKLY',
    'FREQ=',
    'weekly',
    '\u2028',
    'x'.repeat(1200),
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const id = fc.constantFrom('1', '2', '3', '4', '5', '6', '7', 'n/a', '');

/** A table with a header, in which parents are named at random: so there are cycles and deep trees. */
const tableOf = (columns: string, ids: readonly string[]) => {
  const names = columns.split(',');
  const row = fc.tuple(...names.map((name) => (ids.includes(name) ? id : cell)));
  return fc
    .array(row, { maxLength: 12 })
    .map((rows) =>
      [names, ...rows]
        .map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
        .join('\r\n'),
    );
};

const itemOf = (fields: string, ids: readonly string[]) =>
  fc.record(
    Object.fromEntries(
      fields
        .split(',')
        .map((name) => [name, ids.includes(name) ? id : fc.oneof(cell, fc.jsonValue())]),
    ),
    { requiredKeys: [] },
  );

const files: Record<string, fc.Arbitrary<string>> = {
  todoist: tableOf(
    'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,DATE,DATE_LANG,TIMEZONE,DEADLINE',
    [],
  ).chain((text) =>
    fc.constantFrom('task', 'section', 'note').map((type) => text.replaceAll(/^""/gm, `"${type}"`)),
  ),
  ticktick: tableOf(
    'List Name,Title,Tags,Content,Is Check list,Start Date,Due Date,Repeat,Priority,Status,Timezone,Is All Day,Column Name,taskId,parentId',
    ['taskId', 'parentId'],
  ),
  csv: tableOf(
    'uid,title,description,completed,list,section,labels,priority,due,start,deadline,rule,parent',
    ['uid', 'parent'],
  ),
  taskwarrior: fc
    .array(
      itemOf(
        'uuid,description,status,due,wait,scheduled,entry,end,project,tags,recur,annotations,depends,parent,effort',
        ['uuid', 'parent'],
      ),
    )
    .map((items) =>
      JSON.stringify(
        items.map((item, index) => ({ uuid: String(index), status: 'pending', ...item })),
      ),
    ),
  todoistJson: fc
    .array(
      itemOf(
        'id,content,description,project_id,section_id,parent_id,labels,priority,checked,due,deadline,duration,added_at',
        ['id', 'parent_id', 'project_id'],
      ),
    )
    .map((items) =>
      JSON.stringify({
        projects: [
          { id: 1, name: 'One' },
          { id: 2, inbox_project: true },
        ],
        sections: [{ id: '3', project_id: '1', name: 'S' }],
        items,
      }),
    ),
  tydo: fc
    .array(
      itemOf(
        'id,uid,title,description,completed,listId,sectionId,parentUid,labelIds,priority,due,start,rule,anchor,occurrence,rank',
        ['uid', 'parentUid', 'listId'],
      ),
    )
    .map((tasks) =>
      JSON.stringify({
        exportedAt: '',
        lists: [{ id: '1', name: 'L' }],
        filters: [{ name: 'x', query: '(' }],
        tasks,
      }),
    ),
  'todo.txt': fc
    .array(
      fc.array(
        fc.oneof(
          cell,
          fc.constantFrom(
            'x',
            '(A)',
            '+p',
            '@c',
            'due:2026-12-24',
            'rec:1m',
            'rec:+2b',
            't:x',
            'pri:B',
          ),
        ),
        { maxLength: 8 },
      ),
    )
    .map((lines) => ['x 2026-01-01 y', ...lines.map((words) => words.join(' '))].join('\n')),
  ics: fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'BEGIN:VTODO',
          'END:VTODO',
          'UID:1',
          'UID:2',
          'RELATED-TO:1',
          'RELATED-TO:2',
          'SUMMARY:S',
          'DUE:',
          'DTSTART;TZID=X:',
          'DURATION:',
          'RRULE:',
          'EXDATE:',
          'STATUS:COMPLETED',
          'CATEGORIES:',
          'DESCRIPTION:',
        ),
        cell,
      ),
    )
    .map((lines) =>
      [
        'BEGIN:VCALENDAR',
        ...lines.map((parts) => parts.join('')),
        'END:VTODO',
        'END:VCALENDAR',
      ].join('\r\n'),
    ),
};

describe.each(Object.entries(files))('files of %s', (_, file) => {
  test('become rows that can be stored', () => {
    fc.assert(
      fc.property(file, (text) => readOrRefuse(text, undefined)),
      { seed, numRuns: 25 },
    );
  });

  test('become the same rows again', () => {
    fc.assert(
      fc.property(file, (text) => {
        const plans = [text, text].map((each) => {
          try {
            return read(each).plan;
          } catch (error) {
            return String(error);
          }
        });
        expect(plans[0]).toEqual(plans[1]);
      }),
      { seed, numRuns: 8 },
    );
  });
});
