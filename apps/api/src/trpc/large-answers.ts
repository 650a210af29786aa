// Large answers are made by few requests at a time: each takes memory, until its client has read it.
import { TRPCError } from '@trpc/server';

/** In bytes of JSON. */
export const largeAnswer = 2 ** 20;

/** How many requests make large answers at the same time; of one person, one. */
const atOnce = 2;
/** How many may wait for it. */
const longestQueue = 32;

/** Ends it; the second time it does nothing. */
export type Release = () => void;

/**
 * Waits until this person may be given a large answer.
 *
 * @param deadline in milliseconds since 1970.
 * @throws TRPCError TOO_MANY_REQUESTS where too many wait, or it takes too long.
 */
export type LargeAnswers = (personId: string, deadline: number) => Promise<Release>;

interface Waiting {
  personId: string;
  begin: () => void;
}

export function createLargeAnswers(): LargeAnswers {
  const people = new Set<string>();
  const waiting: Waiting[] = [];
  const isFree = (personId: string) => people.size < atOnce && !people.has(personId);
  const beginNext = () => {
    const place = waiting.findIndex(({ personId }) => isFree(personId));
    if (place >= 0) waiting.splice(place, 1)[0]?.begin();
  };
  const take = (personId: string): Release => {
    people.add(personId);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      people.delete(personId);
      beginNext();
    };
  };
  return async (personId, deadline) => {
    if (isFree(personId)) return take(personId);
    if (waiting.length >= longestQueue) throw tooMany();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(entry), 1);
        reject(tooMany());
      }, deadline - Date.now());
      const entry: Waiting = {
        personId,
        begin() {
          clearTimeout(timer);
          resolve(take(personId));
        },
      };
      waiting.push(entry);
    });
  };
}

const tooMany = () =>
  new TRPCError({
    code: 'TOO_MANY_REQUESTS',
    message: 'Too many large answers are being made. Ask for less, or try again in a moment.',
  });
