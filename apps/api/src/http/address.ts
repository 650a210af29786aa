// Where a request comes from.
import type { Request } from 'express';
import { plainAddress } from './plain-address.ts';

/**
 * The caller's address: Express's `req.ip`, which goes by TRUST_PROXY, where proxies may also write ports
 * and brackets; empty where none of it is an address.
 */
export function addressOf(req: Request): string {
  const forwarded = req.headers['x-forwarded-for'];
  if (typeof forwarded === 'string') {
    // What is no address stays: left out, it would move the others, and they are counted from the end.
    const plain = forwarded.split(',').map((one) => plainAddress(one) ?? one);
    req.headers['x-forwarded-for'] = plain.join();
  }
  return plainAddress(req.ip ?? '') ?? '';
}
