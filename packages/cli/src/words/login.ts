import { text } from 'node:stream/consumers';
import { createTydoClient } from '@tydo/client';
import { call, connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { CommandError, exitCodes, UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { parseOptions } from '../options.ts';
import { connectionOf, forgetToken, keepToken } from '../settings-file.ts';

const options = { url: { type: 'string' }, revoke: { type: 'boolean' } };

const account = { path: 'account.get', type: 'query' };

const urlIn = (args: readonly string[]) => {
  const { words, values } = parseOptions(args, options);
  if (words.length > 0)
    throw new UsageError('A token is read from stdin: echo … | tydo login, or type it when asked.');
  return {
    url: typeof values['url'] === 'string' ? values['url'] : undefined,
    revoke: values['revoke'] === true,
  };
};

/** Reads a token from stdin, checks it at the server, and keeps it. */
export const login: Run = async (args, { io, print }) => {
  const { url } = connectionOf(
    { ...io, env: { ...io.env, TYDO_TOKEN: undefined } },
    urlIn(args).url,
  );
  const token = await readToken(io);
  if (!/^[!-~]+$/.test(token)) throw new UsageError('This is no token.');
  const checked = await call(createTydoClient({ url, token }), account, undefined);
  keepToken(io, { url, token });
  print(checked);
};

/** Without echo on a terminal. */
async function readToken({ stdin, stderr }: Io): Promise<string> {
  if (!stdin.isTTY) return (await text(stdin)).trim();
  stderr.write('Token (it is not shown): ');
  stdin.setRawMode(true);
  try {
    let typed = '';
    for await (const chunk of stdin) {
      for (const key of String(chunk)) {
        if (key === '\r' || key === '\n' || key === '\u0004') return typed;
        if (key === '\u0003') throw new CommandError('Nothing was kept.', 130);
        typed = key === '\u007f' ? typed.slice(0, -1) : typed + key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write('\n');
  }
}

/** Forgets the token of a server, with `--revoke` it ends there, too. */
export const logout: Run = async (args, { io, print }) => {
  const { url: given, revoke } = urlIn(args);
  const { url, token } = connectionOf(io, given);
  if (revoke && token !== undefined) await revokeToken(url, token);
  const forgotten = forgetToken(io, url);
  if (!forgotten && !revoke)
    throw new CommandError(`There is no token for ${url}.`, exitCodes.notFound);
  print({ url, revoked: revoke });
};

async function revokeToken(url: string, token: string): Promise<void> {
  const answer = await fetch(`${url}/api/v1/tokens/revoke`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
    redirect: 'error',
  }).catch(() => undefined);
  if (answer?.ok !== true)
    throw new CommandError('The server did not end the token. It is kept.', exitCodes.later);
}

export const whoami: Run = async (args, { io, print }) => {
  parseOptions(args, {});
  print(await call(connect(io), account, undefined));
};
