import {
  TaskClear,
  TaskComplete,
  TaskCompleted,
  TaskCounts,
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleted,
  TaskDeleteMany,
  TaskItems,
  TaskListInput,
  TaskMove,
  TaskPage,
  TaskRead,
  TaskRef,
  TaskRefs,
  TaskSkip,
  TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
  TaskViewInput,
  TaskViewPage,
} from '@tydo/schemas/task';
import { Nothing } from '@tydo/schemas/wire';
import { protectedProcedure, router, unvalidated } from '../trpc/trpc.ts';

const NOT_FOUND = 'You have no such task.';
const NOT_FOUND_NAMED = 'You have no row that it names.';
const CONFLICT = 'You already have a task with this `uid`.';
const OTHER_ROUND =
  'The task stands for another round than `occurrence`; `data.current` is the current task.';

export const taskRouter = router({
  list: protectedProcedure
    .meta({
      summary: 'Lists your tasks, newest first, in pages.',
      http: 'GET /tasks',
      mcp: true,
    })
    .input(TaskListInput)
    .output(unvalidated(TaskPage))
    .query(({ ctx, input }) => ctx.unit.tasks.list(input)),
  get: protectedProcedure
    .meta({ summary: 'Returns a task.', errors: { NOT_FOUND }, http: 'GET /tasks/{id}', mcp: true })
    .input(TaskRef)
    .output(TaskRead)
    .query(({ ctx, input }) => ctx.unit.tasks.get(input)),
  view: protectedProcedure
    .meta({
      summary:
        'Shows Today, the coming days, what is deferred, a list in its order, the children of a task, the completed tasks, or the tasks of a label or filter, in pages.',
      errors: { NOT_FOUND: NOT_FOUND_NAMED },
      http: 'GET /task-view',
      mcp: true,
    })
    .input(TaskViewInput)
    .output(unvalidated(TaskViewPage))
    .query(({ ctx, input }) => ctx.unit.tasks.view(input)),
  counts: protectedProcedure
    .meta({ summary: 'Counts your active and your completed tasks.', http: 'GET /task-counts' })
    .input(Nothing)
    .output(TaskCounts)
    .query(({ ctx }) => ctx.unit.tasks.counts()),
  create: protectedProcedure
    .meta({
      summary: 'Creates a task.',
      errors: { NOT_FOUND: NOT_FOUND_NAMED, CONFLICT },
      http: 'POST /tasks',
      mcp: true,
    })
    .input(TaskCreate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.create(input)),
  createMany: protectedProcedure
    .meta({
      summary:
        'Creates tasks, all or none. They are returned in the order given. A later one may name an earlier one by its `uid`.',
      errors: { NOT_FOUND: NOT_FOUND_NAMED, CONFLICT },
      http: 'POST /tasks/batch-create',
      mcp: true,
    })
    .input(TaskCreateMany)
    .output(TaskItems)
    .mutation(({ ctx, input }) => ctx.unit.tasks.createMany(input)),
  update: protectedProcedure
    .meta({
      summary:
        'Changes the fields that are sent. Values that a task already has change nothing. Completing a task completes those under it; opening one opens those above it. Completing a recurring task is `task.complete`, after the other fields.',
      errors: {
        NOT_FOUND: NOT_FOUND_NAMED,
        CONFLICT: 'The task has changed since `ifUpdatedAt`; `data.current` is the current task.',
      },
      http: 'PATCH /tasks/{id}',
      mcp: true,
    })
    .input(TaskUpdate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.update(input)),
  updateMany: protectedProcedure
    .meta({
      summary: 'Changes tasks alike, all or none. They are returned in the order given.',
      errors: { NOT_FOUND: NOT_FOUND_NAMED },
      http: 'POST /tasks/batch-update',
      mcp: true,
    })
    .input(TaskUpdateMany)
    .output(TaskItems)
    .mutation(({ ctx, input }) => ctx.unit.tasks.updateMany(input)),
  move: protectedProcedure
    .meta({
      summary: 'Moves tasks with all that is under them, all or none.',
      errors: { NOT_FOUND: NOT_FOUND_NAMED },
      http: 'POST /tasks/move',
      mcp: true,
    })
    .input(TaskMove)
    .output(TaskItems)
    .mutation(({ ctx, input }) => ctx.unit.tasks.move(input)),
  complete: protectedProcedure
    .meta({
      summary:
        'Completes a task. Of a recurring one it completes a round: the task moves on to its next round, and `done` is a completed copy of this one.',
      errors: { NOT_FOUND, CONFLICT: OTHER_ROUND },
      http: 'POST /tasks/{id}/complete',
      mcp: true,
    })
    .input(TaskComplete)
    .output(TaskCompleted)
    .mutation(({ ctx, input }) => ctx.unit.tasks.complete(input)),
  skip: protectedProcedure
    .meta({
      summary: 'Moves a recurring task on to its next round, without a completed copy.',
      errors: { NOT_FOUND, CONFLICT: OTHER_ROUND },
      http: 'POST /tasks/{id}/skip',
    })
    .input(TaskSkip)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.skip(input)),
  delete: protectedProcedure
    .meta({
      summary: 'Deletes a task with all that is under it. `operation.undo` restores them.',
      errors: { NOT_FOUND },
      http: 'DELETE /tasks/{id}',
      mcp: true,
    })
    .input(TaskDelete)
    .output(TaskDeleted)
    .mutation(({ ctx, input }) => ctx.unit.tasks.delete(input)),
  deleteMany: protectedProcedure
    .meta({
      summary:
        'Deletes tasks with all that is under them, all or none. `operation.undo` restores them.',
      errors: { NOT_FOUND },
      http: 'POST /tasks/batch-delete',
    })
    .input(TaskDeleteMany)
    .output(TaskRefs)
    .mutation(({ ctx, input }) => ctx.unit.tasks.deleteMany(input)),
  clearCompleted: protectedProcedure
    .meta({
      summary:
        'Deletes completed tasks, of all lists or one, at most 10,000 per call, oldest completion first; call it again until none are `left`, or none was deleted. `operation.undo` restores them.',
      errors: { NOT_FOUND: 'The list does not exist, or belongs to another person.' },
      http: 'POST /tasks/clear-completed',
    })
    .input(TaskClear)
    .output(TasksCleared)
    .mutation(({ ctx, input }) => ctx.unit.tasks.clearCompleted(input)),
});
