// The fields of a task as callers write them, and their limits. Column lengths come from here too.
import * as z from 'zod/mini';
import { chosenId, nameOf, placesOf, rowLimits } from './row.ts';
import { atMost, storable } from './text.ts';
import { zone } from './zone.ts';

/**
 * Lengths in code points; `id` is the largest PostgreSQL integer; `priority` the largest one; `levels` of a
 * tree of tasks, a root is the first; `children`: open ones of one task; the others are numbers of tasks.
 */
export const taskLimits = {
  uid: rowLimits.id,
  rank: rowLimits.rank,
  title: 200,
  description: 1000,
  search: 200,
  createMany: 100,
  many: 1000,
  priority: 9,
  labels: 20,
  levels: 5,
  children: 500,
  view: 500,
  days: 92,
  defaultDays: 14,
  rule: 1000,
  date: 100,
  id: 2 ** 31 - 1,
} as const;

export const id = z.int().check(z.gte(1), z.lte(taskLimits.id));
export const uid = chosenId.check(
  z.describe('Your own name for it, unique among your tasks. It never changes.'),
);
/** Names a task: a number is its `id`, a string its `uid`. */
export const name = z
  .union([id, uid], { error: 'Name a task by its id, a number, or its uid, a string.' })
  .check(z.describe('A number is the `id` of a task, a string its `uid`.'));
export const ids = z.array(name).check(
  z.minLength(1),
  z.maxLength(taskLimits.many),
  z.refine((list) => new Set(list).size === list.length, {
    error: 'Name each task once.',
    params: { uniqueItems: true },
  }),
);
export const title = nameOf(taskLimits.title);
const description = z.nullable(z.string().check(atMost(taskLimits.description), storable)).check(
  z.overwrite((text) => (text === '' ? null : text)),
  z.describe('Stored as it is; an empty string becomes null.'),
);
export const listId = z.nullable(chosenId).check(z.describe('A list; null is the Inbox.'));
const sectionId = z.nullable(chosenId).check(z.describe('A section of the list.'));
const parentUid = z
  .nullable(chosenId)
  .check(z.describe('The `uid` of the task that it is a part of; five levels at most.'));
export const priority = z
  .int()
  .check(
    z.gte(0),
    z.lte(taskLimits.priority),
    z.describe('As in RFC 5545: 0 is none, 1 the highest. The page writes 1, 5 and 9.'),
  );
const date = (meaning: string) =>
  z
    .nullable(z.string().check(z.maxLength(taskLimits.date)))
    .check(
      z.describe(
        `${meaning} A day \`2026-03-29\`, a time \`2026-03-29T09:00\`, or a time in a zone \`2026-03-29T09:00[Europe/Berlin]\`.`,
      ),
    );
export const due = date('When it is to be done. Null clears the rule too.');
export const start = date('Until then it is deferred.');
export const deadline = z
  .nullable(z.string().check(z.maxLength(taskLimits.date)))
  .check(z.describe('The last day, `2026-03-29`.'));
const rule = z
  .nullable(z.string().check(atMost(taskLimits.rule), storable))
  .check(
    z.describe(
      'How it recurs: `FREQ=WEEKLY;BYDAY=MO` as RFC 5545’s RRULE, then optional lines `EXDATE:…` and `RDATE:…`. It needs a `due`.',
    ),
  );
const ruleFrom = z
  .enum(['due', 'completion'])
  .check(
    z.describe('`due` keeps the rhythm; with `completion` the rule begins again when it is done.'),
  );
const anchor = date('Where the rule is counted from; the `due` if you give none.');
/** Ids of labels, each once. */
export const labelList = z.array(chosenId).check(
  z.refine((list) => new Set(list).size === list.length, {
    error: 'Name each label once.',
    params: { uniqueItems: true },
  }),
  z.maxLength(taskLimits.labels),
);
const labelIds = labelList.check(
  z.overwrite((list) => list.toSorted()),
  z.describe('Labels, stored in the order of their code units.'),
);

// The fields that callers write: of a new task, and of a change.
/** When a task is to be done. */
const schedule = { due, start, deadline, rule, ruleFrom, anchor };
export const content = { title, description, priority, labelIds, ...schedule };
export const changed = { ...content, completed: z.boolean() };
/** Where a task is; callers give it to a new task and to `task.move`. */
const place = { listId, sectionId, parentUid };
export const places = { ...z.partial(z.strictObject(place)).shape, ...placesOf(name) };

export const occurrence = z.optional(
  z
    .string()
    .check(
      z.maxLength(taskLimits.date),
      z.describe(
        'The round that you see. One that is done already changes nothing; another one is a CONFLICT.',
      ),
    ),
);
export const zoneOfCall = z.optional(
  zone.check(z.describe('The time zone of "today"; that of the settings.')),
);
