// Answers plain JSON calls without the stock adapter's WHATWG Request, Headers and streams, which cost
// more than all the rest of a small call: docs/decisions/0014-speed.md. Everything else goes to the
// stock adapter; without this file, all does.
import {
  type AnyRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCError,
} from '@trpc/server';
import { yieldToEventLoop } from '@tydo/db';
import { maxAnswerBytes } from '@tydo/schemas/wire';
import type { Request, RequestHandler, Response } from 'express';
import { type Calls, callsOf } from '../http/calls.ts';
import { tooLarge } from './answer-size.ts';
import type { Context } from './context.ts';

/** What the stock adapter takes as well. */
export interface TrpcOptions {
  router: AnyRouter;
  createContext: (given: { req: Request; res: Response }) => Context;
  onError: (failure: {
    error: TRPCError;
    path: string | undefined;
    ctx?: Context | undefined;
    req: Request;
  }) => void;
  responseMeta: (given: { errors: TRPCError[] }) => { headers?: Record<string, string> };
}

type Type = 'query' | 'mutation';
interface Plain {
  type: Type;
  inputs: unknown[];
}
/** An envelope as JSON; a large one as bytes, which a string may have twice. */
type Outcome = { body: string | Buffer; bytes: number; status: number; error?: TRPCError };
type Place = Plain & { path: string; place: number };

/** @param stock answers what is not plain: unknown names, wrong methods, inputs that cannot be read. */
export function leanly(options: TrpcOptions, stock: RequestHandler): RequestHandler {
  return async (req, res, next) => {
    const { names, isBatch, query } = callsOf(req);
    const plain = plainCalls(options.router, req, { names, isBatch, query });
    if (!plain) {
      await stock(req, res, next);
      return;
    }
    const ctx = options.createContext({ req, res });
    const made = await Promise.all(
      names.map((path, place) => call(options, req, ctx, { path, place, ...plain })),
    );
    const outcomes = withinLimit(made, (place) =>
      failed(options, req, ctx, { path: names[place] ?? '', place, ...plain, cause: tooLarge() }),
    );
    const errors = outcomes.flatMap(({ error }) => error ?? []);
    if (errors.length > 0) res.set(options.responseMeta({ errors }).headers ?? {});
    send(res, isBatch, outcomes);
  };
}

/** Undefined where not each of them may be called so, or the inputs cannot be read. */
function plainCalls(router: AnyRouter, req: Request, calls: Calls): Plain | undefined {
  const { names, isBatch, query } = calls;
  const type = req.method === 'GET' ? 'query' : 'mutation';
  const { procedures } = router._def;
  if (!names.every((name) => Object.hasOwn(procedures, name))) return undefined;
  if (!names.every((name) => procedures[name]._def.type === type)) return undefined;
  const input = parsed(type === 'query' ? query.get('input') || undefined : req.body);
  if (input === unreadable) return undefined;
  if (!isBatch) return { type, inputs: [input] };
  if (input !== undefined && !isObject(input)) return undefined;
  return { type, inputs: names.map((_, place) => input?.[place]) };
}

async function call(
  options: TrpcOptions,
  req: Request,
  ctx: Context,
  { path, place, type, inputs }: Place,
): Promise<Outcome> {
  const input = inputs[place];
  try {
    const data: unknown = await callTRPCProcedure({
      router: options.router,
      path,
      type,
      ctx,
      batchIndex: place,
      getRawInput: () => Promise.resolve(input),
      // Nothing of ours listens to it.
      signal: undefined,
    });
    // Others first: a large text takes long.
    if (ctx.size.isLarge) await yieldToEventLoop();
    return counted(ctx, { result: { data } }, 200);
  } catch (cause) {
    return failed(options, req, ctx, { path, place, type, inputs, cause });
  }
}

function failed(
  { router, onError }: TrpcOptions,
  req: Request,
  ctx: Context,
  { path, place, type, inputs, cause }: Place & { cause: unknown },
): Outcome {
  const error = getTRPCErrorFromUnknown(cause);
  onError({ error, path, ctx, req });
  const config = router._def._config;
  const shape = getTRPCErrorShape({ config, ctx, error, path, type, input: inputs[place] });
  return { ...counted(ctx, { error: shape }, shape.data.httpStatus), error };
}

function counted(ctx: Context, envelope: object, status: number): Outcome {
  const text = JSON.stringify(envelope);
  const body = text.length > largeText ? Buffer.from(text) : text;
  const bytes = Buffer.byteLength(body);
  ctx.size.made(bytes);
  return { body, bytes, status };
}

/** In characters. */
const largeText = 64 * 1024;

/** @param refuse makes what a call gets whose answer no longer fits; the first always does. */
function withinLimit(outcomes: Outcome[], refuse: (place: number) => Outcome): Outcome[] {
  let sum = 0;
  return outcomes.map((outcome, place) => {
    const fits = place === 0 || sum + outcome.bytes + outcomes.length < maxAnswerBytes;
    const given = fits ? outcome : refuse(place);
    sum += given.bytes;
    return given;
  });
}

const unreadable = Symbol('unreadable');

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return unreadable;
  }
}

const isObject = (value: unknown): value is Record<number, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function send(res: Response, isBatch: boolean, outcomes: Outcome[]): void {
  const [first] = outcomes;
  const isMixed = outcomes.some(({ status }) => status !== first?.status);
  res.statusCode = isMixed ? 207 : (first?.status ?? 200);
  const sum = outcomes.reduce((bytes, outcome) => bytes + outcome.bytes, 0);
  res.setHeader('vary', 'trpc-accept, accept');
  res.setHeader('content-type', 'application/json');
  // With brackets and commas.
  res.setHeader('content-length', isBatch ? sum + outcomes.length + 1 : sum);
  if (outcomes.every(({ body }) => typeof body === 'string')) {
    const bodies = outcomes.map(({ body }) => body).join();
    res.end(isBatch ? `[${bodies}]` : bodies);
    return;
  }
  for (const [place, { body }] of outcomes.entries()) {
    if (isBatch) res.write(place === 0 ? '[' : ',');
    res.write(body);
  }
  res.end(isBatch ? ']' : undefined);
}
