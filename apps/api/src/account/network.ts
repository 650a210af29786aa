// Who counts as one caller.
import { isIP } from 'node:net';

/**
 * An IPv4 address, also one that is written as IPv6, or the /64 of an IPv6 address: a home or a server
 * has all of its addresses, and could take a new one for each call.
 *
 * @param address whatever the socket or a proxy gave; what is no address is given back as it is.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%', 1);
  if (isIP(plain) !== 6) return address;
  // The URL knows the one way to write it: numbers without leading zeros, the longest gap as "::".
  const written = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const [head = [], tail = []] = written.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = Array<string>(8 - head.length - tail.length).fill('0');
  const groups = [...head, ...gap, ...tail];
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return `${groups.slice(0, 4).join(':')}::/64`;
  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}
