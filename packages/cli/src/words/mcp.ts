import { createInterface } from 'node:readline';
import { recordOf } from '@tydo/schemas/record';
import type { Run } from '../context.ts';
import { CommandError, exitCodes } from '../errors.ts';
import { connectionOf } from '../settings-file.ts';

/** Passes each line of stdin to `/mcp`, and each answer to stdout: assistants start it as a program. */
export const mcp: Run = async (_args, { io }) => {
  const { url, token } = connectionOf(io);
  if (token === undefined)
    throw new CommandError('There is no token. Run "tydo login".', exitCodes.refused);
  let version: string | undefined;
  for await (const line of createInterface({ input: io.stdin })) {
    if (line.trim() === '') continue;
    const answer = await post(`${url}/mcp`, { token, line, version });
    version ??= versionIn(answer);
    if (answer !== '') io.stdout.write(`${answer}\n`);
  }
};

/** @returns one line of JSON; empty where there is none. */
async function post(
  url: string,
  { token, line, version }: { token: string; line: string; version: string | undefined },
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(version === undefined ? {} : { 'mcp-protocol-version': version }),
    },
    body: line,
    redirect: 'error',
  }).catch(() => undefined);
  const text = (await response?.text()) ?? '';
  const data = text.split('\n').find((one) => one.startsWith('data:'));
  const answer = (data?.slice(5) ?? text).trim().replaceAll('\n', ' ');
  if (response?.ok === true) return answer;
  return failure(line, response?.status);
}

/** The error of a request; a notification has none. */
function failure(line: string, status: number | undefined): string {
  const id = idIn(line);
  if (id === undefined) return '';
  const message =
    status === undefined ? 'The server does not answer.' : `The server refused it (${status}).`;
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
}

function idIn(line: string): unknown {
  try {
    return recordOf(JSON.parse(line))['id'];
  } catch {
    return undefined;
  }
}

function versionIn(answer: string): string | undefined {
  try {
    const { protocolVersion } = recordOf(recordOf(JSON.parse(answer))['result']);
    return typeof protocolVersion === 'string' ? protocolVersion : undefined;
  } catch {
    return undefined;
  }
}
