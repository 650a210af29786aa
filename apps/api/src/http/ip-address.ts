// Brings IP addresses into one form.
import { isIP } from 'node:net';

/**
 * An IP address in canonical form: no port, brackets, quotes or zone; an IPv4 address mapped into IPv6 becomes
 * IPv4.
 *
 * @param text from a socket or a proxy. Azure and IIS write `203.0.113.7:40001`.
 * @returns undefined where `text` is not an address.
 */
export function normalizeIp(text: string): string | undefined {
  const [, unquoted = text] = /^\s*"(.*)"\s*$/.exec(text) ?? [];
  const [, bracketed, withPort] =
    /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(unquoted.trim()) ?? [];
  const address = bracketed ?? withPort ?? unquoted.trim();
  const [withoutZone = ''] = address.split('%', 1);
  if (isIP(address) === 4) return address;
  if (isIP(withoutZone) !== 6) return undefined;
  // URL writes the canonical form: no leading zeros, the longest run of zeros as "::".
  const canonical = new URL(`http://[${withoutZone}]`).hostname.slice(1, -1);
  const groups = ipv6Groups(canonical);
  if (groups.slice(0, 6).join() !== '0,0,0,0,0,ffff') return canonical;
  const bytes = groups.slice(6).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}

/** The eight groups of an IPv6 address in canonical form. */
export function ipv6Groups(canonical: string): string[] {
  const [head = [], tail = []] = canonical
    .split('::')
    .map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...tail];
}
