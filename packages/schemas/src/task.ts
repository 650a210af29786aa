// The contract of a task: limits, inputs, outputs. Column lengths come from here too. Each schema is
// written in lower case and exported with its type under one name, which editors show (named.ts).
import * as z from 'zod/mini';
import { filterQuery } from './filter.ts';
import type { Named, ObjectOf, SchemaOf } from './named.ts';
import { pageLimits, paging } from './paging.ts';
import { recordOf } from './record.ts';
import { chosenId, ifUpdatedAt, nameOf, onePlace, placesOf, rowLimits, timestamp } from './row.ts';
import { atMost, storable } from './text.ts';
import { operationId } from './wire.ts';
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

const id = z.int().check(z.gte(1), z.lte(taskLimits.id));
const uid = chosenId.check(
  z.describe('Your own name for it, unique among your tasks. It never changes.'),
);
/** Names a task: a number is its `id`, a string its `uid`. */
const name = z
  .union([id, uid], { error: 'Name a task by its id, a number, or its uid, a string.' })
  .check(z.describe('A number is the `id` of a task, a string its `uid`.'));
const ids = z.array(name).check(
  z.minLength(1),
  z.maxLength(taskLimits.many),
  z.refine((list) => new Set(list).size === list.length, {
    error: 'Name each task once.',
    params: { uniqueItems: true },
  }),
);
const title = nameOf(taskLimits.title);
const description = z.nullable(z.string().check(atMost(taskLimits.description), storable)).check(
  z.overwrite((text) => (text === '' ? null : text)),
  z.describe('Stored as it is; an empty string becomes null.'),
);
const listId = z.nullable(chosenId).check(z.describe('A list; null is the Inbox.'));
const sectionId = z.nullable(chosenId).check(z.describe('A section of the list.'));
const parentUid = z
  .nullable(chosenId)
  .check(z.describe('The `uid` of the task that it is a part of; five levels at most.'));
const priority = z
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
const due = date('When it is to be done. Null clears the rule too.');
const start = date('Until then it is deferred.');
const deadline = z
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
const labelList = z.array(chosenId).check(
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

const taskRead = z
  .object({
    id: id.check(z.describe('Never reused, even after the task is deleted.')),
    title: z.string(),
    description: z.nullable(z.string()),
    completed: z.boolean(),
    createdAt: timestamp,
    updatedAt: timestamp.check(z.describe('Increases with every change of the task.')),
    uid: z.string().check(z.describe('The name that its creator gave it; otherwise a UUID.')),
    rank: z
      .string()
      .check(z.describe('Its sort key, compared by bytes. A new task sorts by its creation.')),
    completedAt: z.nullable(timestamp).check(z.describe('Null where it is not completed.')),
    listId: z.nullable(z.string()).check(z.describe('Its list; null is the Inbox.')),
    sectionId: z.nullable(z.string()).check(z.describe('Its section of the list.')),
    parentUid: z.nullable(z.string()).check(z.describe('The `uid` of the task it is a part of.')),
    priority: z.int().check(z.describe('0 is none, 1 the highest, 9 the lowest.')),
    labelIds: z.array(z.string()).check(z.describe('Its labels, by code unit.')),
    due: z.nullable(z.string()).check(z.describe('When it is to be done.')),
    start: z.nullable(z.string()).check(z.describe('Until then it is deferred.')),
    deadline: z.nullable(z.string()).check(z.describe('The last day.')),
    rule: z.nullable(z.string()).check(z.describe('How it recurs.')),
    ruleFrom: z.enum(['due', 'completion']),
    anchor: z.nullable(z.string()).check(z.describe('Where the rule is counted from.')),
    occurrence: z
      .nullable(z.string())
      .check(z.describe('The round that it stands for, or stood for.')),
    seriesUid: z
      .nullable(z.string())
      .check(z.describe('Of a completed round: the `uid` of the recurring task.')),
  })
  .check(z.meta({ id: 'Task' }));
/**
 * A task as the API shows it. Fields that this version does not know are left out, as in every output: a
 * program may be older than the server.
 */
export type TaskRead = Named<typeof taskRead>;
export const TaskRead: ObjectOf<TaskRead, typeof taskRead> = taskRead;

const taskRef = z.strictObject({ id: name });
/** Names one task: a number is its `id`, a string its `uid`. */
export type TaskRef = Named<typeof taskRef>;
export const TaskRef: ObjectOf<TaskRef, typeof taskRef> = taskRef;

const taskDeleted = z.strictObject({ id });
/** The deleted task. */
export type TaskDeleted = Named<typeof taskDeleted>;
export const TaskDeleted: ObjectOf<TaskDeleted, typeof taskDeleted> = taskDeleted;

// The fields that callers write: of a new task, and of a change.
/** When a task is to be done. */
const schedule = { due, start, deadline, rule, ruleFrom, anchor };
const content = { title, description, priority, labelIds, ...schedule };
const changed = { ...content, completed: z.boolean() };
/** Where a task is; callers give it to a new task and to `task.move`. */
const place = { listId, sectionId, parentUid };
const places = { ...z.partial(z.strictObject(place)).shape, ...placesOf(name) };

const newTask = { ...z.partial(z.strictObject({ ...content, uid })).shape, title, ...places };

const taskCreate = z.strictObject({ ...newTask, operationId }).check(onePlace);
/** A new task. */
export type TaskCreate = Named<typeof taskCreate>;
export const TaskCreate: ObjectOf<TaskCreate, typeof taskCreate> = taskCreate;

const taskUpdate = z.strictObject({
  id: name,
  ...z.partial(z.strictObject(changed)).shape,
  ifUpdatedAt,
  operationId,
});
/** A change. Fields that are not sent stay as they are. */
export type TaskUpdate = Named<typeof taskUpdate>;
export const TaskUpdate: ObjectOf<TaskUpdate, typeof taskUpdate> = taskUpdate;

const taskCreateMany = z.strictObject({
  tasks: z
    .array(z.strictObject(newTask).check(onePlace))
    .check(z.minLength(1), z.maxLength(taskLimits.createMany)),
  operationId,
});
/** New tasks, all or none. The whole request must fit into `maxBodyBytes`. */
export type TaskCreateMany = Named<typeof taskCreateMany>;
export const TaskCreateMany: ObjectOf<TaskCreateMany, typeof taskCreateMany> = taskCreateMany;

const together = z.partial(
  z.strictObject({
    completed: changed.completed,
    priority,
    due,
    start,
    deadline,
    addLabelIds: labelList,
    removeLabelIds: labelList,
  }),
).shape;
const taskUpdateMany = z
  .strictObject({ ids, ...together, operationId })
  .check(
    z.refine(
      (input) => Object.keys(together).some((field) => recordOf(input)[field] !== undefined),
      { error: `Send at least one of ${Object.keys(together).join(', ')}.` },
    ),
  );
/** Changes these tasks alike, all or none. */
export type TaskUpdateMany = Named<typeof taskUpdateMany>;
export const TaskUpdateMany: ObjectOf<TaskUpdateMany, typeof taskUpdateMany> = taskUpdateMany;

const occurrence = z.optional(
  z
    .string()
    .check(
      z.maxLength(taskLimits.date),
      z.describe(
        'The round that you see. One that is done already changes nothing; another one is a CONFLICT.',
      ),
    ),
);
const zoneOfCall = z.optional(
  zone.check(z.describe('The time zone of "today"; that of the settings.')),
);

const taskComplete = z.strictObject({
  id: name,
  occurrence,
  at: z.optional(
    timestamp.check(z.describe('When it was done; the present counts instead of the future.')),
  ),
  zone: zoneOfCall,
  operationId,
});
/** Completes a task, or this round of a recurring one, which moves on to its next round. */
export type TaskComplete = Named<typeof taskComplete>;
export const TaskComplete: ObjectOf<TaskComplete, typeof taskComplete> = taskComplete;

const taskCompleted = z.strictObject({
  task: TaskRead,
  done: z.nullable(TaskRead).check(z.describe('The completed round, a task of its own.')),
  completed: z.int().check(z.describe('How many open tasks under it were completed with it.')),
});
/** The task as it is now, and what was completed. */
export type TaskCompleted = Named<typeof taskCompleted>;
export const TaskCompleted: ObjectOf<TaskCompleted, typeof taskCompleted> = taskCompleted;

const taskSkip = z.strictObject({ id: name, occurrence, zone: zoneOfCall, operationId });
/** Moves a recurring task on to its next round. */
export type TaskSkip = Named<typeof taskSkip>;
export const TaskSkip: ObjectOf<TaskSkip, typeof taskSkip> = taskSkip;

const taskMove = z.strictObject({ ids, ...places, operationId }).check(onePlace);
/**
 * Where tasks go, with all that is under them. What is not sent stays; in another list they have no section
 * and no parent; without `before` and `after` they go to the end, in the order of `ids`.
 */
export type TaskMove = Named<typeof taskMove>;
export const TaskMove: ObjectOf<TaskMove, typeof taskMove> = taskMove;

const taskDelete = z.strictObject({ id: name, operationId });
/** The task to delete. */
export type TaskDelete = Named<typeof taskDelete>;
export const TaskDelete: ObjectOf<TaskDelete, typeof taskDelete> = taskDelete;

const taskDeleteMany = z.strictObject({ ids, operationId });
/** The tasks to delete, all or none. */
export type TaskDeleteMany = Named<typeof taskDeleteMany>;
export const TaskDeleteMany: ObjectOf<TaskDeleteMany, typeof taskDeleteMany> = taskDeleteMany;

const taskRefs = z.strictObject({ ids: z.array(id) });
/** The deleted tasks, in the order of the input. */
export type TaskRefs = Named<typeof taskRefs>;
export const TaskRefs: ObjectOf<TaskRefs, typeof taskRefs> = taskRefs;

const taskClear = z.strictObject({
  listId: z.optional(listId.check(z.describe('Only those of this list; null is the Inbox.'))),
  operationId,
});
/** Deletes all completed tasks, or those of a list. */
export type TaskClear = Named<typeof taskClear> | null | undefined;
export const TaskClear: SchemaOf<TaskClear> = z.nullish(taskClear);

const taskItems = z.strictObject({ items: z.array(TaskRead) });
/** Tasks in the order of the input. */
export type TaskItems = Named<typeof taskItems>;
export const TaskItems: ObjectOf<TaskItems, typeof taskItems> = taskItems;

const taskListInput = z.strictObject({
  completed: z.optional(
    z.boolean().check(z.describe('Only completed tasks, or only those that are not.')),
  ),
  search: z.optional(
    z
      .string()
      .check(
        z.trim(),
        atMost(taskLimits.search),
        storable,
        z.describe(
          'Part of the title or description, in any case. It is trimmed; a blank one is ignored.',
        ),
      ),
  ),
  ...paging,
});
/** Which tasks, and which page. */
export type TaskListInput = Named<typeof taskListInput> | undefined;
export const TaskListInput: SchemaOf<TaskListInput> = z.optional(taskListInput);

const taskPage = z.strictObject({
  items: z.array(TaskRead),
  nextCursor: z
    .nullable(z.string())
    .check(z.describe('The `cursor` of the next page; null on the last page.')),
});
/** A page of tasks, by id descending. */
export type TaskPage = Named<typeof taskPage>;
export const TaskPage: ObjectOf<TaskPage, typeof taskPage> = taskPage;

const view = z.union([
  z.enum(['inbox', 'today', 'upcoming', 'deferred', 'logbook']),
  z.strictObject({ listId: chosenId }),
  z.strictObject({ parentUid: chosenId }),
  z.strictObject({ labelId: chosenId }),
  z.strictObject({ filterId: chosenId }),
  z.strictObject({ query: filterQuery }),
]);
/** A view of tasks. */
export type TaskView = z.output<typeof view>;

const taskViewInput = z.strictObject({
  view: view.check(
    z.describe(
      '`inbox` or a list by rank; the children of a task by rank, open and completed; the open tasks of a label, filter or query, newest first; `today` and `upcoming`: open tasks that are due or have their deadline, by day; `deferred`: by start; `logbook`: completed tasks, the latest first.',
    ),
  ),
  zone: zoneOfCall,
  days: z.optional(
    z.int().check(
      z.gte(1),
      z.lte(taskLimits.days),
      z.meta({
        description: 'Of `upcoming`: how many days, the first is today.',
        default: taskLimits.defaultDays,
      }),
    ),
  ),
  completed: z.optional(
    z.boolean().check(z.describe('Of a list: the completed tasks instead of the open ones.')),
  ),
  ...paging,
  limit: z.optional(
    z
      .int()
      .check(
        z.gte(1),
        z.lte(taskLimits.view),
        z.meta({ description: 'The size of the page.', default: pageLimits.defaultPage }),
      ),
  ),
});
/** Which view, and which page. */
export type TaskViewInput = Named<typeof taskViewInput>;
export const TaskViewInput: ObjectOf<TaskViewInput, typeof taskViewInput> = taskViewInput;

const taskViewPage = z.strictObject({
  items: z.array(TaskRead),
  nextCursor: taskPage.shape.nextCursor,
  today: z.string().check(z.describe('Today in the zone: `2026-12-01`.')),
  ahead: z
    .array(z.strictObject({ uid: z.string(), due: z.string() }))
    .check(
      z.describe(
        'On the first page of `upcoming`: later rounds of recurring tasks, computed; 500 at most.',
      ),
    ),
});
/** A page of a view. */
export type TaskViewPage = Named<typeof taskViewPage>;
export const TaskViewPage: ObjectOf<TaskViewPage, typeof taskViewPage> = taskViewPage;

const taskCounts = z.strictObject({ active: z.int(), completed: z.int() });
export type TaskCounts = Named<typeof taskCounts>;
export const TaskCounts: ObjectOf<TaskCounts, typeof taskCounts> = taskCounts;

const tasksCleared = z.strictObject({
  deleted: z.int(),
  left: z
    .int()
    .check(
      z.describe(
        'How many completed tasks are left. Call again until it is 0, or none was deleted: a task with an open subtask stays.',
      ),
    ),
});
/** How many were deleted, and how many completed tasks are left. */
export type TasksCleared = Named<typeof tasksCleared>;
export const TasksCleared: ObjectOf<TasksCleared, typeof tasksCleared> = tasksCleared;
