import { ConfigError, Refusal, SchemaError } from '@tydo/db';
import { reasonOf } from './log.ts';

/** The text for an operator when a start fails: a sentence for known causes, otherwise the stack. */
export function describeStartError(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SchemaError) return `Tydo: ${error.message}`;
  if (error instanceof Refusal) {
    return `Tydo: the database cannot be used (${reasonOf(error)}). Check DATABASE_URL, and that the database runs.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
