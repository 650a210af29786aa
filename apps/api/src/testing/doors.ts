// The same call through each face. Answers are put into tRPC's envelope, so that the same checks apply to all.
import { recordOf } from '@tydo/schemas/record';
import { inputFieldsOf } from '../faces/input-fields.ts';
import { proceduresOf, type Procedure as RouterProcedure } from '../faces/procedures.ts';
import { routesOf } from '../faces/routes.ts';
import { appRouter } from '../router.ts';
import { json } from './caller.ts';

export const doors = ['trpc', 'rest', 'mcp'] as const;
export type Door = (typeof doors)[number];

export interface DoorCall {
  procedure: { path: string; type: 'query' | 'mutation' };
  input: unknown;
}

/** The answer to one call. */
export interface DoorAnswer {
  status: number;
  /** `{ "result": { "data": … } }` or `{ "error": { "data": … } }` */
  body: string;
}

const procedures = proceduresOf(appRouter);
const routes = new Map(routesOf(procedures.values()).map((route) => [route.procedure.path, route]));
const requestId = { 'x-request-id': 'one' };

/** Whether the call can be made through this door: some procedures have no address, or are no tool. */
export function canPass(door: Door, { procedure: { path }, input }: DoorCall): boolean {
  if (door === 'rest') return routes.has(path) && isWritable(path, input);
  return door === 'trpc' || procedures.get(path)?.meta.mcp === true;
}

/** A query has no null, and texts that look like other values are those values. */
function isWritable(path: string, input: unknown): boolean {
  const route = routes.get(path);
  if (route?.method === 'POST' || route?.method === 'PATCH') return true;
  return Object.values(recordOf(input)).every((value) => value !== null);
}

/** Sends one call. Use it for what `canPass`. */
export function sendThrough(
  door: 'rest' | 'mcp',
  url: string,
  headers: Record<string, string>,
  call: DoorCall,
): Promise<DoorAnswer> {
  return door === 'rest' ? sendRest(url, headers, call) : sendMcp(url, headers, call);
}

const fieldsOf = (path: string) => {
  const procedure = procedures.get(path);
  return procedure && inputFieldsOf(procedure).fields;
};

async function sendRest(
  url: string,
  headers: Record<string, string>,
  { procedure: { path }, input }: DoorCall,
): Promise<DoorAnswer> {
  const route = routes.get(path);
  if (!route) throw new Error(`${path} has no address.`);
  const { operationId, ifUpdatedAt, ...rest } = recordOf(input);
  const given = new Map(Object.entries(rest).filter(([, value]) => value !== undefined));
  const address = route.pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = given.get(name);
    given.delete(name);
    return segmentOf(value);
  });
  const takesBody = route.method === 'POST' || route.method === 'PATCH';
  const query = takesBody ? '' : queryOf(path, given);
  // Of settings that were never set, `updatedAt` is null.
  if (ifUpdatedAt === null) given.set('ifUpdatedAt', null);
  const response = await fetch(`${url}/api/v1${address}${query === '' ? '' : `?${query}`}`, {
    method: route.method,
    headers: {
      ...headers,
      ...requestId,
      ...(takesBody ? json : {}),
      ...(operationId === undefined ? {} : { 'idempotency-key': textOf(operationId) }),
      ...(typeof ifUpdatedAt === 'string' ? { 'if-match': `"${ifUpdatedAt}"` } : {}),
    },
    body: takesBody ? JSON.stringify(Object.fromEntries(given)) : null,
  });
  const text = await response.text();
  return {
    status: response.status,
    body: response.ok ? `{"result":{"data":${text}}}` : `{"error":{"data":${text}}}`,
  };
}

const segmentOf = (value: unknown): string =>
  typeof value === 'number' ? String(value) : `~${encodeURIComponent(textOf(value))}`;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

function queryOf(path: string, given: ReadonlyMap<string, unknown>): string {
  const fields = fieldsOf(path);
  const pairs = [...given].map(([name, value]): [string, string] => {
    const field = fields?.get(name);
    if (typeof value === 'object') {
      const [pair] = Object.entries(recordOf(value));
      return pair ? [pair[0], textOf(pair[1])] : [name, ''];
    }
    const takesBoth = field?.takes.integer && field.takes.text;
    return [name, takesBoth && typeof value === 'string' ? `~${value}` : textOf(value)];
  });
  return new URLSearchParams(pairs).toString();
}

/** The name of a tool. */
const toolOf = ({ path }: Pick<RouterProcedure, 'path'>): string =>
  path.replace('.', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function sendMcp(
  url: string,
  headers: Record<string, string>,
  { procedure, input }: DoorCall,
): Promise<DoorAnswer> {
  const params = { name: toolOf(procedure), ...(input ? { arguments: input } : {}) };
  const accept = { accept: 'application/json, text/event-stream' };
  const response = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...headers, ...json, ...accept, ...requestId },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  });
  const { status } = response;
  const text = await response.text();
  if (!response.ok) return { status, body: `{"error":{"data":${text}}}` };
  const { result, error } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  if (error) return { status: 500, body: JSON.stringify({ error: { data: error } }) };
  if (result.isError) return { status, body: `{"error":{"data":${result.content[0].text}}}` };
  // A write has the name of its operation beside its answer.
  const { operationId: _, ...data } = result.structuredContent;
  return { status, body: JSON.stringify({ result: { data } }) };
}
