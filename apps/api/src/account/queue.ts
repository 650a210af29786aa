// Who wants a password hashed waits in line, with a bound, so that the rest of the server goes on.
import { TRPCError } from '@trpc/server';
import { Refusal } from '@tydo/db';
import pLimit from 'p-limit';
import { Later } from './later.ts';

/**
 * Runs `work` when its turn comes.
 *
 * @param hasGone whether the caller does not wait any more: then there is nothing to do.
 * @throws Later SERVICE_UNAVAILABLE where too many wait, or it takes too long.
 */
export type InLine = <T>(hasGone: () => boolean, work: () => Promise<T>) => Promise<T>;

export interface LineOptions {
  /** How many run at the same time. */
  atOnce: number;
  /** How many more may wait. */
  longest: number;
  /** How long one waits at most, in milliseconds. */
  patience: number;
}

export function createLine({ atOnce, longest, patience }: LineOptions): InLine {
  const limit = pLimit({ concurrency: atOnce, rejectOnClear: true });
  return async (hasGone, work) => {
    if (limit.pendingCount >= longest) throw tooMany();
    let began = false;
    const late = Promise.withResolvers<never>();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      late.reject(tooMany());
    }, patience);
    const inTurn = limit(async () => {
      began = true;
      clearTimeout(timer);
      if (isLate || hasGone())
        throw new TRPCError({ code: 'BAD_REQUEST', message: 'You have gone.' });
      try {
        return await work();
      } catch (error) {
        // Without a database nobody gets further, and each would learn it late.
        if (error instanceof Refusal && error.code === 'SERVICE_UNAVAILABLE') limit.clearQueue();
        throw error;
      }
    }).catch((error: unknown) => {
      clearTimeout(timer);
      throw began ? error : tooMany();
    });
    return Promise.race([inTurn, late.promise]);
  };
}

const tooMany = () =>
  new Later('SERVICE_UNAVAILABLE', 'Many people are signing in right now. Try again soon.', 5);
