// Large answers are made by few requests at a time: each takes memory. So does what was made and its client
// has not read yet; that keeps others from theirs only where it gets too much. Writes that change much and
// answer little have permits of their own, so that they wait for no download.
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

export interface WaitOptions {
  /** In milliseconds since 1970. */
  deadline: number;
  /** Aborted when the client has gone: it is not waited for any more. */
  gone: AbortSignal;
}

/**
 * Waits until this person may go on.
 *
 * @throws TRPCError TOO_MANY_REQUESTS where too many wait, or it takes too long; the reason of `gone`.
 */
export type Permits = (personId: string, options: WaitOptions) => Promise<Permit>;

/** From the first large read until the client has read the answer. */
export const createLargeAnswers = (): Permits =>
  createPermits('Too many large answers are being made. Ask for less, or try again in a moment.');

/** Until the call ends. Who has one never waits for another permit, so these never wait for each other. */
export const createHeavyWrites = (): Permits =>
  createPermits('Too many calls change many tasks just now. Try again in a moment.');

interface Waiting {
  personId: string;
  begin: () => void;
}

function createPermits(message: string): Permits {
  const tooMany = () => new TRPCError({ code: 'TOO_MANY_REQUESTS', message });
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
  return async (personId, { deadline, gone }) => {
    gone.throwIfAborted();
    if (isFree(personId)) return take(personId);
    const own = waiting.filter((one) => one.personId === personId);
    if (waiting.length >= maxWaiting.all || own.length >= maxWaiting.ofPerson) throw tooMany();
    return new Promise((resolve, reject) => {
      const stopWaiting = () => {
        clearTimeout(timer);
        gone.removeEventListener('abort', leave);
      };
      const refuse = (reason: unknown) => {
        stopWaiting();
        waiting.splice(waiting.indexOf(entry), 1);
        reject(reason);
      };
      const leave = () => refuse(gone.reason);
      const timer = setTimeout(() => refuse(tooMany()), deadline - Date.now());
      gone.addEventListener('abort', leave);
      const entry: Waiting = {
        personId,
        begin() {
          stopWaiting();
          resolve(take(personId));
        },
      };
      waiting.push(entry);
    });
  };
}
