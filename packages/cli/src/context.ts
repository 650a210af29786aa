import type { Io } from './io.ts';
import type { Print } from './output.ts';

/** What a command works with. */
export interface Context {
  io: Io;
  /** Writes data to stdout. */
  print: Print;
  /** Whether stdout gets JSON: it is no terminal, or `--json` was said. */
  isJson: boolean;
}

/** A command for people. What goes wrong is thrown. */
export type Run = (args: readonly string[], context: Context) => Promise<void>;
