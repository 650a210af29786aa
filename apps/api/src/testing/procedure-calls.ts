// Calls any procedure over plain HTTP, and checks the response.
import { json } from './caller.ts';
import { canPass, type Door, sendThrough } from './doors.ts';
import type { Procedure } from './procedures.ts';

export interface Call {
  procedure: Procedure;
  input: unknown;
}

export interface CallResult {
  status: number;
  body: string;
  /** For each call: OK, or the error code. */
  codes: string[];
}

/**
 * Sends calls with these headers. The request id is always the same, so that responses can be compared.
 *
 * @param door what cannot pass it goes through tRPC. Only tRPC has batches; through the others the calls of one are sent
 * in order.
 */
export async function send(
  url: string,
  headers: Record<string, string>,
  calls: Call[],
  batched: boolean,
  door: Door = 'trpc',
): Promise<CallResult> {
  if (door === 'trpc' || !calls.every((call) => canPass(door, call))) {
    return sendTrpc(url, headers, calls, batched);
  }
  const answers = [];
  for (const call of calls) answers.push(await sendThrough(door, url, headers, call));
  const bodies = answers.map(({ body }) => body);
  return {
    status: Math.max(...answers.map(({ status }) => status)),
    body: batched ? `[${bodies.join()}]` : bodies.join(),
    codes: codesIn(bodies.map((body): unknown => JSON.parse(body))),
  };
}

async function sendTrpc(
  url: string,
  headers: Record<string, string>,
  calls: Call[],
  batched: boolean,
): Promise<CallResult> {
  const paths = calls.map(({ procedure }) => procedure.path).join();
  const inputs = calls.map(({ input }) => input);
  const input = JSON.stringify(batched ? Object.assign({}, inputs) : inputs[0]);
  const query = new URLSearchParams(batched ? { batch: '1' } : {});
  const isQuery = calls[0]?.procedure.type === 'query';
  if (isQuery && input !== undefined) query.set('input', input);
  const response = await fetch(`${url}/trpc/${paths}?${query.toString()}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { ...json, ...headers, 'x-request-id': 'one' },
    body: isQuery ? null : (input ?? null),
  });
  const body = await response.text();
  return { status: response.status, body, codes: codesIn([JSON.parse(body)].flat()) };
}

const codesIn = (responses: unknown[]): string[] =>
  (responses as { error?: { data: { code: string } } }[]).map(
    ({ error }) => error?.data.code ?? 'OK',
  );

/** The response to each call of a batch, as JSON. */
export const bodiesIn = (body: string): string[] =>
  body.startsWith('[') ? (JSON.parse(body) as unknown[]).map((one) => JSON.stringify(one)) : [body];

/** A cursor of a view has the time of its first page, and so differs from call to call. */
export const withoutCursors = (body: string): string =>
  body.replaceAll(/"nextCursor":"[^"]+"/g, '"nextCursor":"…"');

export const describeCalls = (calls: Call[]): string =>
  calls.map(({ procedure, input }) => `${procedure.path}(${JSON.stringify(input) ?? ''})`).join();

/** Where responses and inputs contain what another call can name. */
export const namePatterns = {
  id: /"id":(\d+)/g,
  uid: /"uid":"([^"]+)"/g,
  /** The id of an operation. */
  uuid: /"(?:operationId":|id":(?="[\w-]{36}","seq"))"([\w-]{36})"/g,
  cursor: /"nextCursor":"([^"]+)"/g,
  seq: /"seq":(\d+)/g,
  time: /"updatedAt":"([^"]+)"/g,
};

export const namesIn = (text: string, kind: keyof typeof namePatterns): string[] =>
  [...text.matchAll(namePatterns[kind])].map((match) => match[1] ?? '');

/** The marks of the people whose texts this one contains. The colon sets marks apart from cursors and ids. */
export const marksIn = (text: string): string[] => [...new Set(text.match(/p\d\d:/g))];

/**
 * The ways in which a response breaks a rule that holds for every call.
 *
 * @param notFoundBodies the NOT_FOUND response of each procedure and noun, which must always be the same.
 */
export function violationsIn(
  mark: string,
  calls: Call[],
  { status, body, codes }: CallResult,
  notFoundBodies: Map<string, string>,
): string[] {
  const strangers = marksIn(body).filter((found) => found !== mark);
  const bodies = bodiesIn(body);
  const violations = calls.flatMap(({ procedure: { path, errors } }, nth) => {
    const [code = 'nothing', callBody = ''] = [codes[nth], bodies[nth]];
    if (!['OK', ...errors].includes(code)) return [`${path} gives ${code}`];
    if (code !== 'NOT_FOUND') return [];
    // The same for a row that never existed, was deleted, or belongs to another person.
    // In the form of its face.
    const form = /"type":"\/problems/.exec(callBody)?.[0];
    const kind = `${path} ${/There is no such \w+/.exec(callBody)?.[0]} ${form}`;
    if (!notFoundBodies.has(kind)) notFoundBodies.set(kind, callBody);
    return notFoundBodies.get(kind) !== callBody
      ? [`${path} gives another NOT_FOUND: ${callBody}`]
      : [];
  });
  return [
    ...strangers.map((stranger) => `contains what ${stranger} has written: ${body}`),
    ...violations,
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(codes.length === calls.length ? [] : [`${codes.length} results`]),
  ];
}
