// `tydo`: finds the command, runs it, and says how it ended.
import { readFileSync } from 'node:fs';
import type { Context } from './context.ts';
import { exitCodes, UsageError } from './errors.ts';
import type { Io } from './io.ts';
import { words } from './words.ts';

/** Runs a command. @returns the exit of the process. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  try {
    const { args, json, help } = takeGlobalOptions(argv);
    const [first = ''] = args;
    if (first === '--version') {
      io.stdout.write(`${version()}\n`);
      return exitCodes.done;
    }
    if (help || first === '') return await showHelp(args, io);
    const isJson = json || !io.stdout.isTTY;
    const { printerOf } = await import('./output.ts');
    await run(args, { io, isJson, print: printerOf(io, isJson) });
    return exitCodes.done;
  } catch (error) {
    const { explain } = await import('./exit.ts');
    const { text, exit } = explain(error);
    io.stderr.write(`${text}\n`);
    return exit;
  }
}

async function run([first = '', ...rest]: readonly string[], context: Context): Promise<void> {
  const word = Object.hasOwn(words, first) ? words[first] : undefined;
  if (word) return (await word.load())(rest, context);
  const { callProcedure } = await import('./call-procedure.ts');
  await callProcedure([first, ...rest], context);
}

/** `--json` and `--help` may stand anywhere before `--`. */
function takeGlobalOptions(argv: readonly string[]): {
  args: string[];
  json: boolean;
  help: boolean;
} {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const options = argv.slice(0, end);
  const isGlobal = (arg: string) => arg === '--json' || arg === '--help';
  const args = [...options.filter((arg) => !isGlobal(arg)), ...argv.slice(end)];
  return { args, json: options.includes('--json'), help: options.includes('--help') };
}

async function showHelp(args: readonly string[], io: Io): Promise<number> {
  const { helpOf } = await import('./help.ts');
  const text = helpOf(args);
  if (text === undefined) throw new UsageError(`There is no command ${args.join(' ')}.`);
  io.stdout.write(text);
  return exitCodes.done;
}

const version = (): string => {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(file)?.[1] ?? '';
};
