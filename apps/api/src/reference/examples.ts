// The example calls of the reference, in its order. They are played against a server that is new, from
// top to bottom, and their answers are written down: each may build on what those before it have done.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import type { AppRouter } from '../router.ts';

type Inputs = inferRouterInputs<AppRouter>;
/** What each procedure answered last. */
type Said = inferRouterOutputs<AppRouter>;

export interface Example<Input = unknown> {
  input?: Input | ((said: Said) => Input);
  /** A sentence to go before it. */
  intro?: string;
  /** The code, where the point is that it is refused. */
  refused?: ErrorCode;
}

export type Examples = {
  [Noun in keyof Inputs]: { [Verb in keyof Inputs[Noun]]: Example<Inputs[Noun][Verb]>[] };
};

export const examples: Examples = {
  task: {
    create: [{ input: { title: 'Call Bo', description: 'About Friday.' } }],
    createMany: [{ input: { tasks: [{ title: 'Buy bread' }, { title: 'Buy milk' }] } }],
    list: [
      { input: { completed: false, search: 'BUY', limit: 1 } },
      {
        intro: 'The next page, which is the last:',
        input: ({ task }) => ({
          completed: false,
          search: 'BUY',
          limit: 1,
          cursor: task.list.nextCursor,
        }),
      },
    ],
    get: [{ input: { id: 1 } }],
    counts: [{}],
    update: [
      { input: ({ task }) => ({ id: 1, completed: true, ifUpdatedAt: task.get.updatedAt }) },
      {
        intro: 'Somebody who has not seen that yet:',
        input: ({ task }) => ({ id: 1, title: 'Call Ida', ifUpdatedAt: task.get.updatedAt }),
        refused: 'CONFLICT',
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
    since: [{ input: { seq: 7 } }],
  },
};
