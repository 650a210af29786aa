// Where the server is, and the tokens: environment variables, or a file that only its owner can read.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isLoopback } from '@tydo/schemas/loopback';
import { recordOf } from '@tydo/schemas/record';
import { CommandError, exitCodes, UsageError } from './errors.ts';
import type { Io } from './io.ts';

interface Stored {
  url: string | undefined;
  tokens: Record<string, string>;
}

export interface Connection {
  url: string;
  token: string | undefined;
}

export const defaultUrl = 'http://localhost:3000';

const fileOf = ({ env }: Pick<Io, 'env'>): string =>
  join(env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config'), 'tydo', 'config.json');

/** @throws CommandError where others can read the file. */
function readFile(io: Pick<Io, 'env'>): Stored {
  const file = fileOf(io);
  if (!existsSync(file)) return { url: undefined, tokens: {} };
  if ((statSync(file).mode & 0o077) !== 0)
    throw new CommandError(
      `Others can read your tokens. Run: chmod 600 ${file}`,
      exitCodes.refused,
    );
  try {
    const stored = recordOf(JSON.parse(readFileSync(file, 'utf8')));
    const tokens = Object.entries(recordOf(stored['tokens'])).flatMap(([url, token]) =>
      typeof token === 'string' ? [[url, token] as const] : [],
    );
    const { url } = stored;
    return { url: typeof url === 'string' ? url : undefined, tokens: Object.fromEntries(tokens) };
  } catch {
    throw new CommandError(`This file cannot be read: ${file}`);
  }
}

function writeFile(io: Pick<Io, 'env'>, stored: Stored): void {
  const file = fileOf(io);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  chmodSync(dirname(file), 0o700);
  writeFileSync(`${file}.new`, `${JSON.stringify(stored, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The origin. @throws UsageError for an address that is none. */
export function originOf(text: string): string {
  const { protocol = '', origin = '', pathname = '' } = URL.parse(text) ?? {};
  if (!/^https?:$/.test(protocol) || pathname !== '/')
    throw new UsageError('The address of a server is its origin, such as http://localhost:3000.');
  return origin;
}

/** The server and the token for it. A token goes to its own server and nowhere else. */
export function connectionOf(io: Io, given?: string): Connection {
  const { env, stderr } = io;
  const isWhole = Boolean(given ?? env['TYDO_URL']) && Boolean(env['TYDO_TOKEN']);
  const stored = isWhole ? { url: undefined, tokens: {} } : readFile(io);
  const url = originOf(given || env['TYDO_URL'] || stored.url || defaultUrl);
  const token = env['TYDO_TOKEN'] || stored.tokens[url];
  const { protocol, hostname } = new URL(url);
  if (token !== undefined && protocol === 'http:' && !isLoopback(hostname))
    stderr.write(`Warning: the token goes to ${url} without encryption.\n`);
  return { url, token };
}

/** Keeps a token, and takes its server for the one of later commands. */
export function keepToken(io: Io, { url, token }: { url: string; token: string }): void {
  const { tokens } = readFile(io);
  writeFile(io, { url, tokens: { ...tokens, [url]: token } });
}

/** @returns whether there was one. */
export function forgetToken(io: Io, url: string): boolean {
  const stored = readFile(io);
  if (!(url in stored.tokens)) return false;
  const tokens = Object.entries(stored.tokens).filter(([other]) => other !== url);
  writeFile(io, { ...stored, tokens: Object.fromEntries(tokens) });
  return true;
}
