// A zip file, read with limits: bytes are counted while they are unpacked, whatever the file says of itself.
import { Inflate } from 'fflate';
import { exchangeLimits, ImportError } from '../limits.ts';

export interface ZipEntry {
  /** For people to read. Never a path of this machine. */
  name: string;
  bytes: Uint8Array;
}

const signatures = { local: 0x04034b50, central: 0x02014b50, end: 0x06054b50 } as const;

/** The number of files, and of their bytes together. */
export type ZipLimits = Pick<typeof exchangeLimits, 'entries'> & { unpacked: number };

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length > 22 && viewOf(bytes).getUint32(0, true) === signatures.local;

const viewOf = ({ buffer, byteOffset, length }: Uint8Array) =>
  new DataView(buffer, byteOffset, length);

const unreadable = () => new ImportError('This zip file cannot be read.');

/** The files of a zip. @throws ImportError for a damaged one, and above the limits. */
export function unzip(bytes: Uint8Array, limits: ZipLimits = exchangeLimits): ZipEntry[] {
  try {
    return readEntries(bytes, limits);
  } catch (error) {
    // A place outside of the file is a RangeError.
    if (error instanceof RangeError) throw unreadable();
    throw error;
  }
}

function readEntries(bytes: Uint8Array, limits: ZipLimits): ZipEntry[] {
  const view = viewOf(bytes);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.entries)
    throw new ImportError(`The zip file has more than ${limits.entries} files.`);
  const entries: ZipEntry[] = [];
  let unpacked = 0;
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== signatures.central) throw unreadable();
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map((offset) =>
      view.getUint16(at + offset, true),
    );
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const data = unpack(bytes, view, at, limits.unpacked - unpacked);
    unpacked += data.length;
    if (!name.endsWith('/')) entries.push({ name, bytes: data });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

function endOf(view: DataView): number {
  // A comment of at most 65,535 bytes may follow.
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at -= 1)
    if (view.getUint32(at, true) === signatures.end) return at;
  throw unreadable();
}

/** @param at the entry in the central directory. @param most bytes of the unpacked file. */
function unpack(bytes: Uint8Array, view: DataView, at: number, most: number): Uint8Array {
  const method = view.getUint16(at + 10, true);
  const size = view.getUint32(at + 20, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== signatures.local) throw unreadable();
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > bytes.length) throw unreadable();
  const packed = bytes.subarray(start, start + size);
  if (method === 0) return within(packed.length, most) && packed;
  if (method !== 8) throw new ImportError('This zip file is packed in an unknown way.');
  return inflate(packed, most);
}

function within(length: number, most: number): true {
  if (length <= most) return true;
  throw new ImportError('The zip file is too large when it is unpacked.');
}

/** Small, so that little is unpacked between two looks at the limit. */
const step = 16 * 1024;

function inflate(packed: Uint8Array, most: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflater = new Inflate((chunk) => {
    length += chunk.length;
    within(length, most);
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length; at += step)
      inflater.push(packed.subarray(at, at + step), at + step >= packed.length);
  } catch (error) {
    throw error instanceof ImportError ? error : unreadable();
  }
  const data = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    data.set(chunk, at);
    at += chunk.length;
  }
  return data;
}
