// Who counts as one caller.
import { isIP } from 'node:net';
import { ipv6Groups, normalizeIp } from '../../http/ip-address.ts';

/**
 * An IPv4 address, or the /64 of an IPv6 address: a home or a server has all of its addresses, and could
 * take a new one for each call. What is no address is one caller, whatever it says.
 */
export function rateLimitKey(address: string): string {
  const plain = normalizeIp(address) ?? '';
  return isIP(plain) === 6 ? `${ipv6Groups(plain).slice(0, 4).join(':')}::/64` : plain;
}
