// node packages/example-job/src/main.ts <database url> <person id>
import { ConfigError, openDatabase, Refusal, SchemaError } from '@tydo/db';
import { tidyUp } from './tidy-up.ts';

const [url, personId] = process.argv.slice(2);
try {
  if (!personId) throw new ConfigError('usage: main.ts <database url> <person id>');
  // From Node 24 on, `await using db = …` closes it by itself.
  const db = await openDatabase({ url });
  try {
    const { deleted, open } = await tidyUp(db, personId);
    process.stdout.write(`${deleted} done and deleted, ${open.length} left\n`);
    for (const task of open) process.stdout.write(`- ${task.title}\n`);
  } finally {
    await db.close();
  }
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

/** An error that the operator can act on is one sentence; any other has its stack. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SchemaError) return error.message;
  if (error instanceof Refusal) {
    return error.cause instanceof Error
      ? `${error.message} (${error.cause.message})`
      : error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
