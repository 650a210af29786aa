// Why a start failed, for whoever started it.
import { ConfigError, Refusal, SchemaError } from '@tydo/db';
import { reasonOf } from './log.ts';

/** What a person can act on is told in a sentence, anything else with its stack. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SchemaError) return `Tydo: ${error.message}`;
  if (error instanceof Refusal) {
    return `Tydo: the database cannot be used (${reasonOf(error)}). Check DATABASE_URL, and that the database runs.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
