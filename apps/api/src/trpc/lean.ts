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
import type { Request, RequestHandler, Response } from 'express';
import { type Calls, callsOf } from '../http/calls.ts';
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
type Outcome = { envelope: object; status: number; error?: TRPCError };

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
    const outcomes = await Promise.all(
      names.map((path, place) => call(options, req, ctx, { path, place, ...plain })),
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
  { router, onError }: TrpcOptions,
  req: Request,
  ctx: Context,
  { path, place, type, inputs }: Plain & { path: string; place: number },
): Promise<Outcome> {
  const input = inputs[place];
  try {
    const data: unknown = await callTRPCProcedure({
      router,
      path,
      type,
      ctx,
      batchIndex: place,
      getRawInput: () => Promise.resolve(input),
      // Nothing of ours listens to it.
      signal: undefined,
    });
    return { envelope: { result: { data } }, status: 200 };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    onError({ error, path, ctx, req });
    const config = router._def._config;
    const shape = getTRPCErrorShape({ config, ctx, error, path, type, input });
    return { envelope: { error: shape }, status: shape.data.httpStatus, error };
  }
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
  const envelopes = outcomes.map(({ envelope }) => envelope);
  const body = JSON.stringify(isBatch ? envelopes : envelopes[0]);
  res.setHeader('vary', 'trpc-accept, accept');
  res.setHeader('content-type', 'application/json');
  res.setHeader('content-length', Buffer.byteLength(body));
  res.end(body);
}
