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
      ...headersOf(line, version),
    },
    body: line,
    redirect: 'error',
  }).catch(() => undefined);
  const text = (await response?.text()) ?? '';
  const data = text.split('\n').find((one) => one.startsWith('data:'));
  const answer = (data?.slice(5) ?? text).trim().replaceAll('\n', ' ');
  if (response?.ok === true || isAnswer(answer)) return answer;
  return failure(line, response?.status);
}

/**
 * What the protocol has over HTTP and not over stdin: headers that repeat the message. Since 2026-07-28 each message
 * says its version; before, that of the first answer holds.
 */
function headersOf(line: string, negotiated: string | undefined): Record<string, string> {
  const { method, params } = objectIn(line);
  const { name, _meta } = recordOf(params);
  const version = recordOf(_meta)['io.modelcontextprotocol/protocolVersion'] ?? negotiated;
  const headers = { 'mcp-protocol-version': version, 'mcp-method': method, 'mcp-name': name };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([header, value]) =>
      typeof value === 'string' && /^[!-~]+$/.test(value) ? [[header, value]] : [],
    ),
  );
}

/** Whether it is a message of the protocol, such as an error that came with 400. */
const isAnswer = (text: string): boolean => objectIn(text)['jsonrpc'] === '2.0';

/** The error of a request; a notification has none. */
function failure(line: string, status: number | undefined): string {
  const { id } = objectIn(line);
  if (id === undefined) return '';
  const message =
    status === undefined ? 'The server does not answer.' : `The server refused it (${status}).`;
  return JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
}

function versionIn(answer: string): string | undefined {
  const { protocolVersion } = recordOf(objectIn(answer)['result']);
  return typeof protocolVersion === 'string' ? protocolVersion : undefined;
}

/** Empty for what is no JSON object. */
function objectIn(text: string): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return {};
  }
}
