// The example calls of the reference, in its order. They run against a new server from top to bottom: each may
// build on the ones before it.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import type { AppRouter } from '../router.ts';

type Inputs = inferRouterInputs<AppRouter>;
/** The last result of each procedure. */
type Results = inferRouterOutputs<AppRouter>;

export interface Example<Input = unknown> {
  input?: Input | ((results: Results) => Input);
  /** A sentence before the example. */
  intro?: string;
  /** The expected error, where the example shows one. */
  error?: ErrorCode;
}

export type Examples = {
  [Noun in keyof Inputs]: { [Verb in keyof Inputs[Noun]]: Example<Inputs[Noun][Verb]>[] };
};

export const examples: Examples = {
  task: {
    create: [{ input: { title: 'Call Bo', description: 'About Friday.' } }],
    createMany: [
      { input: { tasks: [{ title: 'Buy bread' }, { title: 'Buy milk' }] } },
      {
        intro: 'A recurring task:',
        input: {
          tasks: [
            {
              title: 'Water the plants',
              uid: 'plants',
              due: '2030-01-07',
              rule: 'FREQ=WEEKLY;BYDAY=MO',
            },
          ],
        },
      },
    ],
    list: [
      { input: { completed: false, search: 'BUY', limit: 1 } },
      {
        intro: 'The next page, which is the last one:',
        input: ({ task }) => ({
          completed: false,
          search: 'BUY',
          limit: 1,
          cursor: task.list.nextCursor,
        }),
      },
    ],
    // On one page: the cursor of a view has a time in it.
    view: [{ input: { view: { query: 'search: buy' } } }],
    get: [{ input: { id: 1 } }],
    counts: [{}],
    move: [{ input: { ids: [3], before: 2 } }],
    complete: [
      {
        intro: 'A round of the recurring task that was created above:',
        input: { id: 'plants', occurrence: '2030-01-07' },
      },
    ],
    skip: [{ input: { id: 'plants' } }],
    update: [
      { input: ({ task }) => ({ id: 1, completed: true, ifUpdatedAt: task.get.updatedAt }) },
      {
        intro: 'A change that is based on the older version:',
        input: ({ task }) => ({ id: 1, title: 'Call Ida', ifUpdatedAt: task.get.updatedAt }),
        error: 'CONFLICT',
      },
    ],
    updateMany: [{ input: { ids: [2, 3], completed: true } }],
    delete: [{ input: { id: 1 } }],
    deleteMany: [{ input: { ids: [3], operationId: '7d4f2c1e-5b0a-4e7c-9f3d-2a6b8c1d0e5f' } }],
    clearCompleted: [{}],
  },
  operation: {
    list: [{ input: { noun: 'task', id: 3, limit: 1 } }],
    undo: [{ input: ({ operation }) => ({ id: operation.list.items[0]?.id ?? '' }) }],
    since: [{ input: { seq: 8 } }],
  },
  sync: {
    snapshot: [{ input: { limit: 1 } }],
    push: [
      {
        input: {
          calls: [
            {
              name: 'task.create',
              input: { title: 'Buy tea', operationId: '0b9d6c1e-8a52-4f3b-9e17-5c4d3b2a1f60' },
            },
            {
              name: 'task.delete',
              input: { id: 99, operationId: '1c8e7d2f-9b63-4a4c-8f28-6d5e4c3b2a71' },
            },
          ],
        },
      },
    ],
    watch: [{}],
  },
  list: {
    create: [
      { input: { id: 'home', name: 'Home', color: 'green' } },
      { input: { id: 'work', name: 'Work', before: 'home' } },
    ],
    list: [{ input: { archived: false } }],
    counts: [{}],
    update: [{ input: { id: 'home', name: 'House' } }],
    move: [{ input: { id: 'work', after: 'home' } }],
    archive: [{ input: { id: 'work', archived: true } }],
    delete: [{ input: { id: 'work' } }],
  },
  section: {
    create: [
      { input: { listId: 'home', id: 'kitchen', name: 'Kitchen' } },
      { input: { listId: 'work', name: 'Desk' }, error: 'NOT_FOUND' },
    ],
    list: [{ input: { listId: 'home' } }],
    update: [{ input: { id: 'kitchen', name: 'Kitchen and pantry' } }],
    move: [{ input: { id: 'kitchen' } }],
    delete: [{ input: { id: 'kitchen' } }],
  },
  label: {
    create: [
      { input: { id: 'phone', name: 'phone' } },
      { intro: 'A name that is there, in any case:', input: { name: 'Phone' }, error: 'CONFLICT' },
    ],
    list: [{}],
    update: [{ input: { id: 'phone', name: 'call' } }],
    move: [{ input: { id: 'phone' } }],
    delete: [{ input: { id: 'phone' } }],
  },
  filter: {
    create: [
      { input: { id: 'calls', name: 'Calls', query: '@call & !#House' } },
      { input: { name: 'Broken', query: 'p1 &' }, error: 'BAD_REQUEST' },
    ],
    list: [{}],
    check: [{ input: { query: '#House | #Garden' } }, { input: { query: 'p1 &' } }],
    update: [{ input: { id: 'calls', color: 'blue' } }],
    move: [{ input: { id: 'calls' } }],
    delete: [{ input: { id: 'calls' } }],
  },
  account: { get: [{}] },
  token: {
    create: [
      { input: { id: 'backup', name: 'Backup script', scopes: ['read'] } },
      {
        intro: 'The secret address of a calendar feed:',
        input: { id: 'calendar', name: 'Calendar', scopes: ['feed'] },
      },
    ],
    list: [{}],
    revoke: [{ input: { id: 'backup' } }],
    revokeAll: [{}],
  },
  settings: {
    get: [{}],
    update: [{ input: { zone: 'Europe/Berlin', dateOrder: 'dmy' } }],
  },
  import: {
    add: [
      {
        input: {
          lists: [{ id: 'todoist:12', name: 'Trip' }],
          labels: [{ id: 'todoist:7', name: 'phone' }],
          tasks: [
            {
              uid: 'todoist:34',
              title: 'Book the ferry',
              listId: 'todoist:12',
              labelIds: ['todoist:7'],
              completed: true,
              completedAt: '2026-11-03T10:15:00.000Z',
            },
          ],
        },
      },
      {
        intro: 'The same again, and one more:',
        input: {
          tasks: [
            { uid: 'todoist:34', title: 'Book the ferry' },
            { uid: 'todoist:35', title: 'Pack', due: '2026-12-20' },
          ],
        },
      },
    ],
  },
};
