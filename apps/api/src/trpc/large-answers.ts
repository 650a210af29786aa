// Large answers are made by few requests at a time: each takes memory. So does what was made and its client
// has not read yet; that keeps others from theirs only where it gets too much.
import { TRPCError } from '@trpc/server';

/** In bytes of JSON. */
export const largeAnswer = 2 ** 20;

/** How many requests make large answers at the same time. */
const atOnce = 2;
/** How many people have one that is made or not read yet; each has one. */
const mostPeople = 8;
/** How many may wait for it, and how many of them are one person's: nobody fills the queue alone. */
const maxWaiting = { all: 32, ofPerson: 8 };

export interface Permit {
  /** The answer is made; its client may still have to read it. */
  made: () => void;
  /** It is read, or nobody will. The second time it does nothing. */
  release: () => void;
}

/**
 * Waits until this person may be given a large answer.
 *
 * @param deadline in milliseconds since 1970.
 * @throws TRPCError TOO_MANY_REQUESTS where too many wait, or it takes too long.
 */
export type LargeAnswers = (personId: string, deadline: number) => Promise<Permit>;

interface Waiting {
  personId: string;
  begin: () => void;
}

export function createLargeAnswers(): LargeAnswers {
  const people = new Set<string>();
  const making = new Set<string>();
  const waiting: Waiting[] = [];
  const isFree = (personId: string) =>
    making.size < atOnce && people.size < mostPeople && !people.has(personId);
  const beginNext = () => {
    const place = waiting.findIndex(({ personId }) => isFree(personId));
    if (place >= 0) waiting.splice(place, 1)[0]?.begin();
  };
  const take = (personId: string): Permit => {
    people.add(personId);
    making.add(personId);
    let isOver = false;
    return {
      made() {
        if (!isOver && making.delete(personId)) beginNext();
      },
      release() {
        if (isOver) return;
        isOver = true;
        people.delete(personId);
        making.delete(personId);
        beginNext();
      },
    };
  };
  return async (personId, deadline) => {
    if (isFree(personId)) return take(personId);
    const own = waiting.filter((one) => one.personId === personId);
    if (waiting.length >= maxWaiting.all || own.length >= maxWaiting.ofPerson) throw tooMany();
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
