// What a success of /api/v1 looks like: its headers, and when it is not sent at all.
import { createHash } from 'node:crypto';
import { recordOf } from '@tydo/schemas/record';
import type { Request, Response } from 'express';
import type { Route } from '../faces/routes.ts';
import { sendCompressed } from '../http/compress.ts';
import { isKnown } from '../http/etag.ts';
import type { Meta } from '../trpc/trpc.ts';

export const basePath = '/api/v1';

/** @param body the same as JSON. */
export function sendResult(
  req: Request,
  res: Response,
  { method, pattern, status }: Pick<Route, 'method' | 'pattern' | 'status'>,
  data: unknown,
  body: string,
): void {
  const row = recordOf(data);
  const isRead = method === 'GET';
  const tag = etagOf(row, isRead ? body : undefined);
  if (tag !== undefined) res.setHeader('ETag', tag);
  if (isRead && tag !== undefined && isKnown(req, tag)) {
    res.status(304).end();
    return;
  }
  const { id, nextCursor } = row;
  if (status === 201 && (typeof id === 'number' || typeof id === 'string')) {
    res.setHeader('Location', `${basePath}${pattern}/${segmentOf(id)}`);
  }
  if (typeof nextCursor === 'string') {
    res.setHeader('Link', `<${nextUrl(req.originalUrl, nextCursor)}>; rel="next"`);
  }
  res.status(status);
  sendCompressed(req, res, 'application/json; charset=utf-8', body);
}

/** The headers of RFC 9745 and RFC 8594, on every answer of what is deprecated. */
export function announceDeprecation(res: Response, { deprecated }: Meta): void {
  if (!deprecated) return;
  res.setHeader('Deprecation', `@${Date.parse(deprecated.since) / 1_000}`);
  res.setHeader('Sunset', new Date(deprecated.sunset).toUTCString());
}

/** Strong for a row, whose `updatedAt` it is; weak for anything else that is read. */
function etagOf({ updatedAt }: Record<string, unknown>, body: string | undefined) {
  if (typeof updatedAt === 'string') return `"${updatedAt}"`;
  if (body === undefined) return undefined;
  return `W/"${createHash('sha1').update(body).digest('base64url')}"`;
}

/** An id as a segment of an address. */
const segmentOf = (id: number | string): string =>
  typeof id === 'number' || !/^[~.]/.test(id)
    ? encodeURIComponent(id)
    : `~${encodeURIComponent(id)}`;

/** The same query with another cursor. */
function nextUrl(url: string, cursor: string): string {
  const [path = '', ...query] = url.split('?');
  const others = query
    .join('?')
    .split('&')
    .filter((pair) => pair !== '' && !/^cursor(=|$)/.test(pair));
  return `${path}?${[...others, `cursor=${encodeURIComponent(cursor)}`].join('&')}`;
}
