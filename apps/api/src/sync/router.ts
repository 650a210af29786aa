import {
  SyncHead,
  SyncPush,
  SyncPushed,
  SyncSnapshotInput,
  SyncSnapshotPage,
  SyncWatchInput,
} from '@tydo/schemas/sync';
import {
  batchProcedure,
  eventsOf,
  protectedProcedure,
  router,
  streamProcedure,
  unvalidated,
} from '../trpc/trpc.ts';
import { push } from './push.ts';

export const syncRouter = router({
  snapshot: protectedProcedure
    .meta({
      summary:
        'Returns a page of all your rows, for a device that keeps them. All pages, and then all that `operation.since` returns after the `seq` and `after` of the first page, give exactly what is there.',
      http: 'GET /snapshot',
    })
    .input(SyncSnapshotInput)
    .output(unvalidated(SyncSnapshotPage))
    .query(async ({ ctx, input }) => ({
      ...(await ctx.unit.sync.snapshot(input)),
      retentionDays: ctx.retentionDays,
    })),
  push: batchProcedure
    .meta({
      summary:
        'Makes calls in order, each as if it were sent alone. It stops at an error that passes by itself, after 3 seconds, and at 1 MiB of answers: a call without an answer was not begun, so send it again.',
      http: false,
    })
    .input(SyncPush)
    .output(unvalidated(SyncPushed))
    .mutation(({ ctx, input }) => push(ctx.mutate, input)),
  watch: streamProcedure
    .meta({
      summary:
        'Server-sent events: the number of your latest operation, at once and within a second of each later one.',
      errors: { TOO_MANY_REQUESTS: 'You have ten watches already.' },
      http: false,
    })
    .input(SyncWatchInput)
    .output(eventsOf(SyncHead))
    .subscription(({ ctx, input, signal }) => ctx.watch(input?.person, signal)),
});
