import {
  TaskCounts,
  TaskCreate,
  TaskListInput,
  TaskPage,
  TaskRead,
  TaskRef,
  TasksCleared,
  TaskUpdate,
} from '@tydo/schemas/task';
import { Nothing } from '@tydo/schemas/wire';
import { person, router } from '../trpc/procedures.ts';

export const taskRouter = router({
  list: person
    .input(TaskListInput)
    .output(TaskPage)
    .query(({ ctx, input }) => ctx.unit.tasks.list(input)),
  get: person
    .input(TaskRef)
    .output(TaskRead)
    .query(({ ctx, input }) => ctx.unit.tasks.get(input)),
  counts: person
    .input(Nothing)
    .output(TaskCounts)
    .query(({ ctx }) => ctx.unit.tasks.counts()),
  create: person
    .input(TaskCreate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.create(input)),
  update: person
    .input(TaskUpdate)
    .output(TaskRead)
    .mutation(({ ctx, input }) => ctx.unit.tasks.update(input)),
  delete: person
    .input(TaskRef)
    .output(TaskRef)
    .mutation(({ ctx, input }) => ctx.unit.tasks.delete(input)),
  clearCompleted: person
    .input(Nothing)
    .output(TasksCleared)
    .mutation(({ ctx }) => ctx.unit.tasks.clearCompleted()),
});
