import { isIP } from 'node:net';
import { ipv6Groups, normalizeIp } from '../../http/ip-address.ts';

/**
 * What rate limits count as one caller: an IPv4 address, or the /64 network of an IPv6 address, because its
 * owner can use any address in it. Everything that is not an address is one caller.
 */
export function rateLimitKey(address: string): string {
  const plain = normalizeIp(address) ?? '';
  return isIP(plain) === 6 ? `${ipv6Groups(plain).slice(0, 4).join(':')}::/64` : plain;
}
