// The contract of a replica: all rows of one person, writes in order, and a signal that there is more.
import * as z from 'zod/mini';
import type { Named } from './named.ts';
import { maxSeq, nouns } from './operation.ts';
import { TaskRead } from './task.ts';

/**
 * `page`: rows of a page, at most and by default; `pageBytes`: where it ends before that, in bytes of its
 * rows as JSON; `cursor`: UTF-16 code units; `calls`: of one push; `watches`: of one person in one instance.
 */
export const syncLimits = {
  page: 1_000,
  pageBytes: 2 ** 20,
  cursor: 600,
  calls: 100,
  watches: 10,
} as const;

const seq = z.int().check(z.gte(0), z.lte(maxSeq));
const retentionDays = z
  .nullable(z.int())
  .check(z.describe('How many days operations and receipts are kept; null means for ever.'));

/** Which page of one's rows. */
export const SyncSnapshotInput = z.optional(
  z.strictObject({
    limit: z.optional(
      z
        .int()
        .check(
          z.gte(1),
          z.lte(syncLimits.page),
          z.meta({ description: 'How many rows at most.', default: syncLimits.page }),
        ),
    ),
    cursor: z.nullish(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(syncLimits.cursor),
          z.describe('`nextCursor` of the page before.'),
        ),
    ),
  }),
);
export type SyncSnapshotInput = z.output<typeof SyncSnapshotInput>;

const rowOf = <Name extends keyof typeof nouns>(noun: Name, id: string) =>
  z.object({ noun: z.literal(noun), row: nouns[noun] }).check(z.meta({ id }));

/** A row of any noun. */
export const SyncRow = z.discriminatedUnion('noun', [
  rowOf('task', 'TaskRow'),
  rowOf('filter', 'FilterRow'),
  rowOf('label', 'LabelRow'),
  rowOf('section', 'SectionRow'),
  rowOf('list', 'ListRow'),
  rowOf('settings', 'SettingsRow'),
]);
export type SyncRow = z.output<typeof SyncRow>;

/** A page of rows as of `seq` or later. A reader passes over nouns that it does not know. */
export const SyncSnapshotPage = z.object({
  seq: seq.check(
    z.describe('The number of your latest operation, read before the rows; 0 where there is none.'),
  ),
  after: z
    .nullable(z.uuid())
    .check(z.describe('The id of that operation; null where there is none, or it was pruned.')),
  retentionDays,
  rows: z.array(SyncRow),
  nextCursor: z.nullable(z.string()).check(z.describe('Where to go on; null on the last page.')),
});
export type SyncSnapshotPage = Named<typeof SyncSnapshotPage>;

/** What the unit of work knows of a page; the server adds how long operations are kept. */
export type SyncSnapshot = Omit<SyncSnapshotPage, 'retentionDays'>;

/** Calls to make one after the other. */
export const SyncPush = z.strictObject({
  calls: z
    .array(
      z.strictObject({
        name: z
          .string()
          .check(z.describe('A mutation that takes an `operationId`, such as `task.create`.')),
        input: z
          .optional(z.unknown())
          .check(z.describe('Its input. `operationId` is required in it.')),
        at: z.optional(
          TaskRead.shape.createdAt.check(
            z.describe(
              'When the person did it, by their clock. The present counts instead of a time in the future or more than 30 days ago.',
            ),
          ),
        ),
      }),
    )
    .check(z.minLength(1), z.maxLength(syncLimits.calls)),
});
export type SyncPush = Named<typeof SyncPush>;

/** What one call of a push answered. */
export const SyncAnswer = z.union([
  z
    .object({
      seq: z
        .nullable(seq)
        .check(
          z.describe('The number of the operation that it wrote; null where it changed nothing.'),
        ),
      data: z.unknown().check(z.describe('What the call by itself would have answered.')),
    })
    .check(z.meta({ id: 'SyncResult' })),
  z
    .object({
      error: z.object({
        message: z.string(),
        data: z
          .record(z.string(), z.unknown())
          .check(
            z.describe('`data` of the error envelope that the call by itself would have got.'),
          ),
      }),
    })
    .check(z.meta({ id: 'SyncError' })),
]);
export type SyncAnswer = z.output<typeof SyncAnswer>;

/** One answer a call, in order. What has none was not begun. */
export const SyncPushed = z.object({ answers: z.array(SyncAnswer) });
export type SyncPushed = Named<typeof SyncPushed>;

/** Whom the caller takes for signed in: what `X-Tydo-Person` says where headers can be sent. */
export const SyncWatchInput = z.optional(
  z.strictObject({
    person: z.optional(
      z.string().check(z.describe('The same as `X-Tydo-Person`, for an EventSource.')),
    ),
  }),
);
export type SyncWatchInput = z.output<typeof SyncWatchInput>;

/** The number of the person's latest operation has grown. */
export const SyncHead = z.object({ seq, retentionDays });
export type SyncHead = Named<typeof SyncHead>;
