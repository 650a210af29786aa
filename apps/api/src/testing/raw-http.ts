// Sends bytes that no HTTP client would send, and parses the response.
import { connect } from 'node:net';

export interface RawAnswer {
  /** 0 if there was no response. */
  status: number;
  headers: Headers;
  text: string;
}

/** A request that closes the connection. Strings hold bytes, as characters up to 0xff. */
export const rawRequest = (line: string, headers: string[] = [], body = ''): string =>
  [line, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n');

/**
 * Sends bytes as they are, waits until the server closes the connection, and returns the first response.
 *
 * @throws Error if the server does not close the connection within 10 s.
 */
export async function sendRaw(url: string, bytes: string): Promise<RawAnswer> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.on('data', (chunk) => {
    chunks.push(chunk);
    // A stream does not end by itself: its first event is enough.
    const text = Buffer.concat(chunks).toString('latin1');
    if (isStream(text) && /^data: \{"(seq|message)/m.test(text)) resolve();
  });
  // A server may close before everything was sent; its response still counts.
  socket.on('error', () => {}).on('close', () => resolve());
  socket.setTimeout(10_000, () =>
    reject(new Error(`the connection was not closed after: ${bytes.slice(0, 1000)}`)),
  );
  socket.write(bytes, 'latin1');
  try {
    await promise;
  } finally {
    socket.destroy();
  }
  const answer = parse(Buffer.concat(chunks).toString('latin1'));
  return answer.headers.get('content-type') === 'text/event-stream' ? ofStream(answer) : answer;
}

const isStream = (answer: string): boolean => /^content-type: text\/event-stream/im.test(answer);

/** What the first event of a stream says, as if it were an answer. */
function ofStream({ headers, text }: RawAnswer): RawAnswer {
  const error = /^event: serialized-error\s+data: (.+)$/m.exec(text)?.[1];
  if (error === undefined) return { status: 200, headers, text: '{"result":{}}' };
  const { data } = JSON.parse(error) as { data: { httpStatus: number } };
  return { status: data.httpStatus, headers, text: `{"error":${error}}` };
}

function parse(response: string): RawAnswer {
  const [head = '', ...parts] = response.split('\r\n\r\n');
  const rest = parts.join('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const status = Number(first.split(' ')[1] ?? 0);
  if (status === 100) return parse(rest);
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const length = Number(headers.get('content-length') ?? rest.length);
  const isChunked = headers.get('transfer-encoding') === 'chunked';
  const body = isChunked ? joinChunks(rest) : rest.slice(0, length);
  return { status, headers, text: Buffer.from(body, 'latin1').toString('utf8') };
}

function joinChunks(chunks: string): string {
  const [size = '', ...rest] = chunks.split('\r\n');
  const length = Number.parseInt(size, 16);
  const after = rest.join('\r\n');
  return length > 0 ? after.slice(0, length) + joinChunks(after.slice(length + 2)) : '';
}
