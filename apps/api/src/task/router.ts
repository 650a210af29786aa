import {
  TaskClear,
  TaskCounts,
  TaskCreate,
  TaskCreateMany,
  TaskDelete,
  TaskDeleted,
  TaskDeleteMany,
  TaskItems,
  TaskListInput,
  TaskPage,
  TaskRead,
  TaskRef,
  TaskRefs,
  TasksCleared,
  TaskUpdate,
  TaskUpdateMany,
} from '@tydo/schemas/task';
import { Nothing } from '@tydo/schemas/wire';
import { answer, person, router } from '../trpc/procedures.ts';

const NOT_FOUND = 'There is no such task, or it is somebody else’s.';
const CONFLICT = 'You have a task of this `uid` already.';

export const taskRouter = router({
  list: person
    .meta({
      does: 'A page of your tasks, the newest first; a cursor goes on where a page has ended.',
    })
    .input(TaskListInput)
    .output(answer(TaskPage))
    .query(({ ctx, input }) => ctx.unit.tasks.list(input)),
  get: person
    .meta({ does: 'One task.', refuses: { NOT_FOUND } })
    .input(TaskRef)
    .output(TaskRead)
    .query(({ ctx, input }) => ctx.unit.tasks.get(input)),
  counts: person
    .meta({ does: 'How many tasks are to do, and how many are done.' })
    .input(Nothing)
    .output(TaskCounts)
    .query(({ ctx }) => ctx.unit.tasks.counts()),
  create: person
    .meta({ does: 'A new task.', refuses: { CONFLICT } })
    .input(TaskCreate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.create(input)),
  createMany: person
    .meta({ does: 'New tasks, all or none, answered in the order given.', refuses: { CONFLICT } })
    .input(TaskCreateMany)
    .output(TaskItems)
    .mutation(({ ctx, input }) => ctx.unit.tasks.createMany(input)),
  update: person
    .meta({
      does: 'Changes what is sent and nothing else; what is there already changes nothing.',
      refuses: {
        NOT_FOUND,
        CONFLICT: 'The task has changed since `ifUpdatedAt`; `data.current` is the task as it is.',
      },
    })
    .input(TaskUpdate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.update(input)),
  updateMany: person
    .meta({
      does: 'Ticks or unticks these tasks, all or none, answered in the order given.',
      refuses: { NOT_FOUND },
    })
    .input(TaskUpdateMany)
    .output(TaskItems)
    .mutation(({ ctx, input }) => ctx.unit.tasks.updateMany(input)),
  delete: person
    .meta({ does: 'Deletes a task; `operation.undo` brings it back.', refuses: { NOT_FOUND } })
    .input(TaskDelete)
    .output(TaskDeleted)
    .mutation(({ ctx, input }) => ctx.unit.tasks.delete(input)),
  deleteMany: person
    .meta({
      does: 'Deletes these tasks, all or none; `operation.undo` brings them back.',
      refuses: { NOT_FOUND },
    })
    .input(TaskDeleteMany)
    .output(TaskRefs)
    .mutation(({ ctx, input }) => ctx.unit.tasks.deleteMany(input)),
  clearCompleted: person
    .meta({
      does: 'Deletes the tasks that were done longest, as many as one operation holds (10,000); call again while some are `left`. `operation.undo` brings them back.',
    })
    .input(TaskClear)
    .output(TasksCleared)
    .mutation(({ ctx, input }) => ctx.unit.tasks.clearCompleted(input)),
});
