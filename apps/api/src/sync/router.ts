import {
  SyncHead,
  SyncPush,
  SyncPushed,
  SyncSnapshotInput,
  SyncSnapshotPage,
  SyncWatchInput,
} from '@tydo/schemas/sync';
import { answer, caller, person, router, watcher } from '../trpc/procedures.ts';
import { push } from './push.ts';

export const syncRouter = router({
  snapshot: person
    .meta({
      does: 'A page of everything that is yours, for a device that keeps it: tasks by id, the newest first. All pages, with what `operation.since` tells after the first page’s `seq` and `after`, are what is there.',
    })
    .input(SyncSnapshotInput)
    .output(answer(SyncSnapshotPage))
    .query(async ({ ctx, input }) => ({
      ...(await ctx.unit.sync.snapshot(input)),
      retentionDays: ctx.retentionDays,
    })),
  push: caller
    .meta({
      does: 'Makes calls in order, each as by itself. It ends early where one has to wait, after 3 s, or at 1 MiB of answers: what has no answer was not begun; send it again.',
    })
    .input(SyncPush)
    .output(answer(SyncPushed))
    .mutation(({ ctx, input }) => push(ctx.caller, input)),
  watch: watcher
    .meta({
      does: 'Server-sent events: the number of your latest operation, at once and within a second of each that is written.',
      refuses: { TOO_MANY_REQUESTS: 'You have ten watches already.' },
    })
    .input(SyncWatchInput)
    .output(answer(SyncHead))
    .subscription(({ ctx, input }) => ctx.watch(input?.person)),
});
