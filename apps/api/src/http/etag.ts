import type { Request } from 'express';

/**
 * Whether `If-None-Match` names this ETag: the client has it already. `req.fresh` says no wherever `Cache-Control` is
 * `no-cache`, which `fetch` adds to each conditional request.
 */
export function isKnown(req: Pick<Request, 'get'>, tag: string): boolean {
  const given = req.get('if-none-match');
  if (given === undefined) return false;
  return given
    .split(',')
    .some((one) => one.trim() === '*' || withoutWeakness(one) === withoutWeakness(tag));
}

const withoutWeakness = (tag: string): string => tag.trim().replace(/^W\//, '');
