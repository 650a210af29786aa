import { call, connect } from './connect.ts';
import type { Context } from './context.ts';
import { optionOf, UsageError } from './errors.ts';
import { commandOf } from './help.ts';
import { parseOptions } from './options.ts';
import { fieldsOf, readProcedures, requiredOf } from './procedures.ts';

/** `tydo <noun> <verb> --field value` @throws UsageError, TydoError */
export async function callProcedure(
  [noun = '', verb = '', ...rest]: readonly string[],
  { io, print }: Context,
): Promise<void> {
  // An option in place of a command: say what is wrong with it.
  if (noun.startsWith('-')) parseOptions([noun], {});
  const procedure = readProcedures().find((one) => commandOf(one) === `${noun} ${verb}`);
  if (!procedure) throw new UsageError(unknownCommand(noun, verb));
  const { words, values } = parseOptions(rest, fieldsOf(procedure));
  if (words.length > 0) throw new UsageError(`Say what this is, with an option: ${words[0]}`);
  const missing = requiredOf(procedure).filter((name) => !(name in values));
  if (missing.length > 0)
    throw new UsageError(missing.map((name) => `--${optionOf(name)} is missing.`).join('\n'));
  const input = Object.keys(values).length === 0 ? undefined : values;
  print(await call(connect(io), procedure, input));
}

const unknownCommand = (noun: string, verb: string) =>
  `There is no command ${[noun, verb].filter((word) => word !== '' && !word.startsWith('-')).join(' ')}. "tydo --help" lists them.`;
