// The lines of an iCalendar file (RFC 5545, section 3.1).

const encoder = new TextEncoder();
const maxOctets = 75;

/** A text as a value. Control characters, but for tabs and line breaks, are left out. */
export const escapeText = (text: string): string =>
  text
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    // oxlint-disable-next-line no-control-regex -- These are what is left out.
    .replaceAll(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '');

/** A line, folded between characters so that no part has more than 75 octets. */
export function foldLine(line: string): string {
  if (line.length * 3 <= maxOctets || encoder.encode(line).length <= maxOctets) return line;
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    // The blank before each other part counts.
    if (octets + size > maxOctets - Number(parts.length > 0)) {
      parts.push(part);
      part = '';
      octets = 0;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}

/** `20261224`, `20261224T180000` */
export const compactDate = (wall: string): string => {
  const digits = wall.replaceAll(/[-:]/g, '');
  return digits.length === 13 ? `${digits}00` : digits;
};

/** `20261224T170000Z` */
export const compactInstant = (timestamp: string): string =>
  timestamp.replaceAll(/[-:]|\.\d+/g, '');

/** A property with a date: a day, a floating time, or one in a zone. */
export function dateLine(name: string, date: string): string {
  const [wall = '', zone] = date.replace(']', '').split('[');
  if (!wall.includes('T')) return `${name};VALUE=DATE:${compactDate(wall)}`;
  if (zone === undefined) return `${name}:${compactDate(wall)}`;
  if (zone === 'UTC') return `${name}:${compactDate(wall)}Z`;
  return `${name};TZID=${zone}:${compactDate(wall)}`;
}

/** Dates of a rule, on the clock of its due date. */
export function ruleDatesLine(name: string, dates: string, due: string): string {
  const zone = /\[(.+)\]$/.exec(due)?.[1];
  if (!dates.includes('T')) return `${name};VALUE=DATE:${dates}`;
  if (zone === undefined) return `${name}:${dates}`;
  if (zone === 'UTC') return `${name}:${dates.replaceAll(/\d(?=,|$)/g, '$&Z')}`;
  return `${name};TZID=${zone}:${dates}`;
}
