// Bytes that no HTTP client would send.
import { connect } from 'node:net';

/** Sends them as they are, and gives what came until the server closed the connection. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write(bytes, 'latin1');
  let answer = '';
  for await (const some of socket) answer += String(some);
  return answer;
}

/** A request without a body, after which the connection ends. */
export const rawRequest = (line: string, ...headers: string[]): string =>
  [line, 'Host: localhost', 'Connection: close', ...headers, '', ''].join('\r\n');
