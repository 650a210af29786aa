// Writers that keep outside of the server what it has acknowledged, while a test does something to it.
import { randomUUID } from 'node:crypto';
import { execute } from '@tydo/db/testing';
import { callerOf } from './caller.ts';

export interface Ledger {
  /** The names of the writes that were answered with 200. */
  acknowledged: string[];
  /** How many answers had each status, or each error of the connection. */
  answers: Record<string, number>;
  /** Of any answer or error, in milliseconds. */
  slowestMs: number;
}

export interface Load {
  ledger: Ledger;
  /** Ends after the requests in flight. */
  stop: () => Promise<Ledger>;
}

/** Each write makes so many tasks in one call. */
const tasksOfWrite = 3;

/**
 * Starts writers, each with an account of its own; each sends one call after the other.
 *
 * @param timeoutMs after which a request counts as hung.
 */
export async function startLoad(
  url: () => string,
  writers: number,
  timeoutMs = 15_000,
): Promise<Load> {
  const ledger: Ledger = { acknowledged: [], answers: {}, slowestMs: 0 };
  const stopped = new AbortController();
  const people = await Promise.all(
    Array.from({ length: writers }, () => callerOf({ url: url() }).signUp()),
  );
  const running = people.map(async ({ bearer }) => {
    while (!stopped.signal.aborted) {
      const name = randomUUID();
      const tasks = Array.from({ length: tasksOfWrite }, () => ({ title: name }));
      const startedAt = Date.now();
      const answer = await fetch(`${url()}/trpc/task.createMany`, {
        method: 'POST',
        headers: bearer,
        body: JSON.stringify({ tasks, operationId: randomUUID() }),
        signal: AbortSignal.timeout(timeoutMs),
      })
        .then(async (response) => (await response.text(), String(response.status)))
        .catch((error: unknown) => nameOf(error));
      ledger.slowestMs = Math.max(ledger.slowestMs, Date.now() - startedAt);
      ledger.answers[answer] = (ledger.answers[answer] ?? 0) + 1;
      if (answer === '200') ledger.acknowledged.push(name);
      // What a client does that is told to come later.
      else await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });
  return {
    ledger,
    async stop() {
      stopped.abort();
      await Promise.all(running);
      return ledger;
    },
  };
}

function nameOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error instanceof Error ? error.name : String(error);
}

/** What of the ledger is not in the database, and the writes of which only a part is. */
export async function missingIn(
  databaseUrl: string,
  { acknowledged }: Ledger,
): Promise<{ lost: string[]; halfDone: string[] }> {
  const rows = (await execute(
    databaseUrl,
    'select title, count(*) as tasks from task group by title',
  )) as { title: string; tasks: number | string }[];
  const found = new Map(rows.map(({ title, tasks }) => [title, Number(tasks)]));
  return {
    lost: acknowledged.filter((name) => !found.has(name)),
    halfDone: [...found].filter(([, tasks]) => tasks !== tasksOfWrite).map(([name]) => name),
  };
}
