// A fast path for plain JSON calls: it skips the Request, Headers and streams of tRPC's adapter, which cost more
// than the rest of a small call (docs/decisions/0014-speed.md). Everything else goes to the adapter; without this
// file, all calls would.
import type { AnyRouter, TRPCError } from '@trpc/server';
import { yieldToEventLoop } from '@tydo/db';
import { maxResponseBytes } from '@tydo/schemas/wire';
import type { Request, RequestHandler, Response } from 'express';
import { compress } from '../http/compress.ts';
import type { Context } from './context.ts';
import { callsIn } from './parse-calls.ts';
import { tooLarge } from './response-size.ts';
import {
  failedCall,
  type ProcedureCall,
  type ProcedureOptions,
  type ProcedureResult,
  runProcedure,
} from './run-procedure.ts';

/** The options of tRPC's adapter, which the fast path follows too. */
export interface HandlerOptions extends ProcedureOptions {
  createContext: (request: { req: Request; res: Response }) => Context;
  responseMeta: (result: { errors: TRPCError[] }) => { headers?: Record<string, string> };
}

interface Result {
  call: ProcedureCall;
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
      (call) => errorResult(ctx, call, failedCall(options, req, ctx, call, tooLarge())),
    );
    const errors = results.flatMap(({ error }) => error ?? []);
    if (errors.length > 0) res.set(options.responseMeta({ errors }).headers ?? {});
    send(req, res, callsIn(req).isBatch, results);
    ctx.responseSize.endWriting();
  };
}

/** Undefined where a name is unknown or of the other type, or the inputs cannot be parsed. */
function plainCalls(router: AnyRouter, req: Request): ProcedureCall[] | undefined {
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
  call: ProcedureCall,
): Promise<Result> {
  const result = await runProcedure(options, req, ctx, call);
  if ('error' in result) return errorResult(ctx, call, result);
  // Serializing a large result blocks the event loop: other requests go first.
  if (ctx.responseSize.isLarge) await yieldToEventLoop();
  return serialize(ctx, call, { result: { data: result.data } }, 200);
}

function errorResult(
  ctx: Context,
  call: ProcedureCall,
  { error, shape }: Extract<ProcedureResult, { error: TRPCError }>,
): Result {
  return { ...serialize(ctx, call, { error: shape }, shape.data.httpStatus), error };
}

function serialize(ctx: Context, call: ProcedureCall, envelope: object, status: number): Result {
  const text = JSON.stringify(envelope);
  const body = text.length > maxTextLength ? Buffer.from(text) : text;
  const bytes = Buffer.byteLength(body);
  ctx.responseSize.add(bytes);
  return { call, body, bytes, status };
}

/** Longer texts become bytes. In characters. */
const maxTextLength = 64 * 1024;

/** @param refuse makes the error for a result that does not fit any more. The first one always fits. */
function limitSize(results: Result[], refuse: (call: ProcedureCall) => Result): Result[] {
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

function send(req: Request, res: Response, isBatch: boolean, results: Result[]): void {
  const [first] = results;
  const isMixed = results.some(({ status }) => status !== first?.status);
  res.statusCode = isMixed ? 207 : (first?.status ?? 200);
  const sum = results.reduce((bytes, result) => bytes + result.bytes, 0);
  // Two brackets, and a comma between each two results.
  const length = isBatch ? sum + results.length + 1 : sum;
  const vary = 'trpc-accept, accept';
  res.setHeader('vary', vary);
  res.setHeader('content-type', 'application/json');
  const body = compress(req, res, length, vary);
  if (body === res) res.setHeader('content-length', length);
  if (results.every((result) => typeof result.body === 'string')) {
    const bodies = results.map((result) => result.body).join();
    body.end(isBatch ? `[${bodies}]` : bodies);
    return;
  }
  for (const [index, result] of results.entries()) {
    if (isBatch) body.write(index === 0 ? '[' : ',');
    body.write(result.body);
  }
  body.end(isBatch ? ']' : undefined);
}
