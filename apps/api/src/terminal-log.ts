// The log for people at a terminal: a line for each entry, without what only machines read.
import type { DestinationStream } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** Shown in the message, or not at all. */
const hidden = 'pid,hostname,requestId,request,status,responseTime,procedures,codes';

/** @param write gets text with a newline at its end. */
export function terminalStream(write: (text: string) => void, colorize = true): DestinationStream {
  const pretty = prettyFactory({
    colorize,
    translateTime: 'SYS:HH:MM:ss',
    ignore: hidden,
    singleLine: true,
    messageFormat: (entry) => describe(entry),
  });
  return { write: (line) => write(pretty(line)) };
}

function describe(entry: Record<string, unknown>): string {
  const message = String(entry['msg']);
  const { request, status, responseTime, procedures, codes } = entry;
  if (typeof request !== 'string') return message;
  const names = [procedures, codes].flatMap((list) => (Array.isArray(list) ? list : []));
  const outcome = message === 'request completed' ? '' : ` (${message})`;
  return [`${request} ${String(status)} ${String(responseTime)} ms${outcome}`, ...names].join(' ');
}
