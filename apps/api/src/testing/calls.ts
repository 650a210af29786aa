// Calls to whatever procedures there are, over plain HTTP, and what their answers say.
import { json } from './caller.ts';
import type { Procedure } from './inputs.ts';

export interface Call {
  procedure: Procedure;
  input: unknown;
}

export interface Answer {
  status: number;
  body: string;
  /** Of each call: OK, or with what it was refused. */
  codes: string[];
}

/** As whoever `headers` say. The request's id is always the same, so that answers can be compared. */
export async function send(
  url: string,
  headers: Record<string, string>,
  calls: Call[],
  batched: boolean,
): Promise<Answer> {
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
  const answers = [JSON.parse(body) as unknown].flat() as { error?: { data: { code: string } } }[];
  const codes = answers.map(({ error }) => error?.data.code ?? 'OK');
  return { status: response.status, body, codes };
}

/** The answer of each call, as it came. */
export const bodiesIn = (body: string): string[] =>
  body.startsWith('[') ? (JSON.parse(body) as unknown[]).map((one) => JSON.stringify(one)) : [body];

export const textOf = (calls: Call[]): string =>
  calls.map(({ procedure, input }) => `${procedure.path}(${JSON.stringify(input) ?? ''})`).join();

/** How answers and inputs show what can be named in another call. */
export const named = {
  id: /"id":(\d+)/g,
  uid: /"uid":"([^"]+)"/g,
  /** Of an operation. */
  uuid: /"(?:operationId":|id":(?="[\w-]{36}","seq"))"([\w-]{36})"/g,
  cursor: /"nextCursor":"([^"]+)"/g,
  seq: /"seq":(\d+)/g,
  time: /"updatedAt":"([^"]+)"/g,
};

export const namesIn = (text: string, kind: keyof typeof named): string[] =>
  [...text.matchAll(named[kind])].map((match) => match[1] ?? '');

/** The marks of all whose texts are in this one. The colon keeps cursors and ids from looking so. */
export const marksIn = (text: string): string[] => [...new Set(text.match(/p\d\d:/g))];

/**
 * What must never be, of whatever call.
 *
 * @param missing what each procedure has answered of what it did not find.
 */
export function wrongWith(
  mark: string,
  calls: Call[],
  { status, body, codes }: Answer,
  missing: Map<string, string>,
): string[] {
  const strangers = marksIn(body).filter((found) => found !== mark);
  const bodies = bodiesIn(body);
  const wrong = calls.flatMap(({ procedure: { path, refuses } }, nth) => {
    const [code = 'nothing', told = ''] = [codes[nth], bodies[nth]];
    if (!['OK', ...refuses].includes(code)) return [`${path} answers ${code}`];
    // Whoever asks, and whatever it is: never there, gone, or somebody else's.
    if (code === 'NOT_FOUND' && !missing.has(path)) missing.set(path, told);
    return code === 'NOT_FOUND' && missing.get(path) !== told ? [`now it answers ${told}`] : [];
  });
  return [
    ...strangers.map((stranger) => `tells what ${stranger} has written: ${body}`),
    ...wrong,
    ...(status >= 500 ? [`status ${status}`] : []),
    ...(codes.length === calls.length ? [] : [`${codes.length} answers`]),
  ];
}
