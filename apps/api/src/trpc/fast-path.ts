// A fast path for plain JSON calls: it skips the Request, Headers and streams of tRPC's adapter, which cost more
// than the rest of a small call (docs/decisions/0014-speed.md). Everything else goes to the adapter; without this
// file, all calls would.
import {
  type AnyRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server';
import { yieldToEventLoop } from '@tydo/db';
import { maxResponseBytes } from '@tydo/schemas/wire';
import type { Request, RequestHandler, Response } from 'express';
import type { Context } from './context.ts';
import { callsIn } from './parse-calls.ts';
import { tooLarge } from './response-size.ts';

/** The options of tRPC's adapter, which the fast path follows too. */
export interface HandlerOptions {
  router: AnyRouter;
  createContext: (request: { req: Request; res: Response }) => Context;
  onError: (failure: {
    error: TRPCError;
    path: string | undefined;
    ctx?: Context | undefined;
    req: Request;
  }) => void;
  responseMeta: (result: { errors: TRPCError[] }) => { headers?: Record<string, string> };
}

interface Call {
  path: string;
  type: 'query' | 'mutation';
  input: unknown;
  /** In the batch. */
  index: number;
}
interface Result {
  call: Call;
  /** An envelope as JSON: bytes where it is large, because a string of it may take twice the memory. */
  body: string | Buffer;
  bytes: number;
  status: number;
  error?: TRPCError;
}

/** @param adapter handles all other requests: unknown names, wrong methods, inputs that cannot be parsed. */
export function withFastPath(options: HandlerOptions, adapter: RequestHandler): RequestHandler {
  return async (req, res, next) => {
    const calls = plainCalls(options.router, req);
    if (!calls) {
      await adapter(req, res, next);
      return;
    }
    const ctx = options.createContext({ req, res });
    const results = limitSize(
      await Promise.all(calls.map((call) => run(options, req, ctx, call))),
      (call) => errorResult(options, req, ctx, call, tooLarge()),
    );
    const errors = results.flatMap(({ error }) => error ?? []);
    if (errors.length > 0) res.set(options.responseMeta({ errors }).headers ?? {});
    send(res, callsIn(req).isBatch, results);
  };
}

/** Undefined where a name is unknown or of the other type, or the inputs cannot be parsed. */
function plainCalls(router: AnyRouter, req: Request): Call[] | undefined {
  const { names, isBatch, query } = callsIn(req);
  const type = req.method === 'GET' ? 'query' : 'mutation';
  const { procedures } = router._def;
  if (!names.every((name) => Object.hasOwn(procedures, name))) return undefined;
  if (!names.every((name) => procedures[name]._def.type === type)) return undefined;
  const input = parseJson(type === 'query' ? query.get('input') || undefined : req.body);
  if (input === invalidJson) return undefined;
  if (!isBatch) return names.map((path, index) => ({ path, type, input, index }));
  if (input !== undefined && !isObject(input)) return undefined;
  return names.map((path, index) => ({ path, type, input: input?.[index], index }));
}

async function run(
  options: HandlerOptions,
  req: Request,
  ctx: Context,
  call: Call,
): Promise<Result> {
  const { path, type, input, index } = call;
  try {
    const data: unknown = await callTRPCProcedure({
      router: options.router,
      path,
      type,
      ctx,
      batchIndex: index,
      getRawInput: () => Promise.resolve(input),
      // No procedure uses it.
      signal: undefined,
    });
    // Serializing a large result blocks the event loop: other requests go first.
    if (ctx.responseSize.isLarge) await yieldToEventLoop();
    return serialize(ctx, call, { result: { data } }, 200);
  } catch (cause) {
    return errorResult(options, req, ctx, call, cause);
  }
}

function errorResult(
  { router, onError }: HandlerOptions,
  req: Request,
  ctx: Context,
  call: Call,
  cause: unknown,
): Result {
  const { path, type, input } = call;
  const error = getTRPCErrorFromUnknown(cause);
  onError({ error, path, ctx, req });
  const config = router._def._config;
  const shape = getTRPCErrorShape({ config, ctx, error, path, type, input });
  return { ...serialize(ctx, call, { error: shape }, shape.data.httpStatus), error };
}

function serialize(ctx: Context, call: Call, envelope: object, status: number): Result {
  const text = JSON.stringify(envelope);
  const body = text.length > maxTextLength ? Buffer.from(text) : text;
  const bytes = Buffer.byteLength(body);
  ctx.responseSize.add(bytes);
  return { call, body, bytes, status };
}

/** Longer texts become bytes. In characters. */
const maxTextLength = 64 * 1024;

/** @param refuse makes the error for a result that does not fit any more. The first one always fits. */
function limitSize(results: Result[], refuse: (call: Call) => Result): Result[] {
  let sum = 0;
  return results.map((result, index) => {
    const fits = index === 0 || sum + result.bytes + results.length < maxResponseBytes;
    const sent = fits ? result : refuse(result.call);
    sum += sent.bytes;
    return sent;
  });
}

const invalidJson = Symbol('invalid JSON');

function parseJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return invalidJson;
  }
}

const isObject = (value: unknown): value is Record<number, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function send(res: Response, isBatch: boolean, results: Result[]): void {
  const [first] = results;
  const isMixed = results.some(({ status }) => status !== first?.status);
  res.statusCode = isMixed ? 207 : (first?.status ?? 200);
  const sum = results.reduce((bytes, result) => bytes + result.bytes, 0);
  res.setHeader('vary', 'trpc-accept, accept');
  res.setHeader('content-type', 'application/json');
  // Two brackets, and a comma between each two results.
  res.setHeader('content-length', isBatch ? sum + results.length + 1 : sum);
  if (results.every(({ body }) => typeof body === 'string')) {
    const bodies = results.map(({ body }) => body).join();
    res.end(isBatch ? `[${bodies}]` : bodies);
    return;
  }
  for (const [index, { body }] of results.entries()) {
    if (isBatch) res.write(index === 0 ? '[' : ',');
    res.write(body);
  }
  res.end(isBatch ? ']' : undefined);
}
