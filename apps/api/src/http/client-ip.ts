// The IP address of the client.
import type { Request } from 'express';
import { normalizeIp } from './ip-address.ts';

/**
 * The client's IP address: Express's `req.ip`, which follows TRUST_PROXY, after removing the ports and brackets
 * that some proxies write. Empty where it is not an address.
 */
export function clientIp(req: Request): string {
  const forwarded = req.headers['x-forwarded-for'];
  if (typeof forwarded === 'string') {
    // Entries that are not addresses stay: Express counts hops from the end of the list.
    const normalized = forwarded.split(',').map((entry) => normalizeIp(entry) ?? entry);
    req.headers['x-forwarded-for'] = normalized.join();
  }
  return normalizeIp(req.ip ?? '') ?? '';
}
