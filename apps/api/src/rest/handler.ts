// /api/v1: procedures at addresses of their own. Checks come in this order: method and address, content type,
// size, credential, scope, input, row.
import { createHash } from 'node:crypto';
import type { AnyRouter } from '@trpc/server';
import { yieldToEventLoop } from '@tydo/db';
import type { Request, RequestHandler, Response } from 'express';
import { type PublicError, toPublicError } from '../errors/envelope.ts';
import { proceduresOf } from '../faces/procedures.ts';
import { type Route, routesOf } from '../faces/routes.ts';
import { readJsonBody } from '../http/body.ts';
import { isKnown } from '../http/etag.ts';
import { sendError, sendText } from '../http/send-error.ts';
import type { Context } from '../trpc/context.ts';
import type { HandlerOptions } from '../trpc/fast-path.ts';
import { failedCall, runProcedure } from '../trpc/run-procedure.ts';
import { accessOf } from '../trpc/trpc.ts';
import { openApiOf } from './document.ts';
import { MalformedInput, readInput, refuseConditions, withWrittenNames } from './input.ts';
import { createMatcher } from './match.ts';
import { announceDeprecation, basePath, sendResult } from './response.ts';

/** An address that is no procedure. */
export interface SpecialRoute {
  method: 'GET' | 'POST';
  pattern: string;
  /** @param body its text, of a POST. @throws MalformedInput */
  handle: (req: Request, res: Response, body: string | undefined) => void | Promise<void>;
}

const noBody = { text: undefined };
const jsonTypes = ['application/json'];
const patchTypes = [...jsonTypes, 'application/merge-patch+json'];

/** @throws Error for a procedure without an address. */
export function createRestHandler(
  router: AnyRouter,
  options: HandlerOptions,
  specials: readonly SpecialRoute[],
): RequestHandler {
  const procedures = proceduresOf(router);
  const document = lazily(() => JSON.stringify(openApiOf(procedures)));
  const match = createMatcher<Route | SpecialRoute>([
    ...routesOf(procedures.values()),
    ...specials,
    {
      method: 'GET',
      pattern: '/openapi.json',
      handle: (req, res) => sendDocument(req, res, document()),
    },
  ]);

  return async (req, res) => {
    const [path = ''] = req.originalUrl.split('?', 1);
    const found = match(path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : '');
    if (found.size === 0) return sendError(req, res, nothingHere);
    const methods = [...found.keys(), ...(found.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
    const matched = found.get(req.method === 'HEAD' ? 'GET' : req.method);
    if (!matched) {
      res.setHeader('Allow', methods.join(', '));
      if (req.method === 'OPTIONS') return void res.status(204).end();
      return sendError(req, res, {
        code: 'METHOD_NOT_SUPPORTED',
        message: `Use ${methods.join(', ')} here.`,
      });
    }
    const { route, params } = matched;
    if ('procedure' in route) announceDeprecation(res, route.procedure.meta);
    const types = route.method === 'PATCH' ? patchTypes : jsonTypes;
    const body = takesBody(route) ? await readJsonBody(req, res, types) : noBody;
    if (!body) return;
    try {
      if ('handle' in route) {
        refuseConditions(req, route.method);
        return await route.handle(req, res, body.text);
      }
      await call(options, req, res, { route, params, body: body.text });
    } catch (error) {
      if (!(error instanceof MalformedInput)) throw error;
      sendError(req, res, malformed(error));
    }
  };
}

const takesBody = ({ method }: Pick<Route, 'method'>): boolean =>
  method === 'POST' || method === 'PATCH';

interface RestCall {
  route: Route;
  params: Record<string, string>;
  body: string | undefined;
}

async function call(
  options: HandlerOptions,
  req: Request,
  res: Response,
  { route, params, body }: RestCall,
): Promise<void> {
  const { path, type } = route.procedure;
  res.locals['procedures'] = [path];
  const ctx = options.createContext({ req, res });
  const made = { path, type: type === 'mutation' ? type : 'query', index: 0 } as const;
  // Before the input is read.
  const refusal = await ctx
    .requireSession(accessOf(path, type))
    .catch((error: unknown) => failedCall(options, req, ctx, { ...made, input: undefined }, error));
  if (refusal) return sendFailure(req, res, refusal);
  if (!takesBody(route) && hasBody(req)) throw new MalformedInput('This takes no body.');
  const { input, names } = readInput(route, params, req, body);
  const result = await runProcedure(options, req, ctx, { ...made, input });
  if ('error' in result) return sendFailure(req, res, result, names);
  await sendData(req, res, ctx, route, result.data);
}

async function sendData(
  req: Request,
  res: Response,
  { responseSize }: Context,
  route: Route,
  data: unknown,
): Promise<void> {
  // Serializing a large result blocks the event loop: other requests go first.
  if (responseSize.isLarge) await yieldToEventLoop();
  const text = JSON.stringify(data);
  responseSize.add(Buffer.byteLength(text));
  res.removeHeader('Set-Cookie');
  sendResult(req, res, route, data, text);
  responseSize.endWriting();
}

type Failure = Extract<Awaited<ReturnType<typeof runProcedure>>, { error: unknown }>;

function sendFailure(
  req: Request,
  res: Response,
  { error, shape }: Failure,
  names: ReadonlyMap<string, string> = new Map(),
): void {
  res.removeHeader('Set-Cookie');
  const { code, httpStatus: _, requestId: _r, path: _p, ...data } = shape.data;
  const { retryAfter } = toPublicError(error);
  const zodError = data.zodError && withWrittenNames(data.zodError, names);
  sendError(req, res, {
    code,
    message: shape.message,
    data: { ...data, ...(zodError && { zodError }) },
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function sendDocument(req: Request, res: Response, text: string): void {
  const tag = `"${createHash('sha1').update(text).digest('base64url')}"`;
  res.setHeader('ETag', tag);
  if (isKnown(req, tag)) return void res.status(304).end();
  sendText(res, 'application/json; charset=utf-8', text);
}

const hasBody = (req: Request): boolean =>
  req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;

const nothingHere: PublicError = { code: 'NOT_FOUND', message: 'There is nothing at this URL.' };

const malformed = ({ message, data }: MalformedInput): PublicError => ({
  code: 'BAD_REQUEST',
  message: 'The input is not valid.',
  data: data.zodError?.formErrors.length
    ? { zodError: { formErrors: [message], fieldErrors: {} } }
    : data,
});

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
