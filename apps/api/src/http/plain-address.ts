// How an address is written, whatever a socket or a proxy gave.
import { isIP } from 'node:net';

/**
 * An address as it is written most plainly: without port, brackets, quotes or zone, IPv4 as such where it
 * was mapped into IPv6.
 *
 * @param text whatever the socket or a proxy gave: Azure and IIS give `203.0.113.7:40001`.
 * @returns undefined where it is no address.
 */
export function plainAddress(text: string): string | undefined {
  const [, quoted = text] = /^\s*"(.*)"\s*$/.exec(text) ?? [];
  const [, bracketed, withPort] =
    /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(quoted.trim()) ?? [];
  const address = bracketed ?? withPort ?? quoted.trim();
  const [plain = ''] = address.split('%', 1);
  if (isIP(address) === 4) return address;
  if (isIP(plain) !== 6) return undefined;
  // The URL knows the one way to write it: numbers without leading zeros, the longest gap as "::".
  const written = new URL(`http://[${plain}]`).hostname.slice(1, -1);
  const groups = groupsOf(written);
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return written;
  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}

/** The eight groups of an IPv6 address in its plainest form. */
export function groupsOf(written: string): string[] {
  const [head = [], tail = []] = written.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...gap, ...tail];
}
