// SHA-1 (FIPS 180-4), for UUIDs of version 5. Not `crypto.subtle`, which is asynchronous and which browsers do
// not offer to pages on plain http.

const rotate = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

const words = new Int32Array(80);
const wordAt = (index: number): number => words[index] ?? 0;

/** The digest of the bytes, 20 bytes. */
export function sha1(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((bytes.length + 72) >> 6) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state: State = {
    a: 0x67452301,
    b: 0xefcdab89,
    c: 0x98badcfe,
    d: 0x10325476,
    e: 0xc3d2e1f0,
  };
  for (let offset = 0; offset < padded.length; offset += 64) addBlock(state, view, offset);
  const digest = new DataView(new ArrayBuffer(20));
  Object.values(state).forEach((value, index) => digest.setInt32(index * 4, value));
  return new Uint8Array(digest.buffer);
}

type State = Record<'a' | 'b' | 'c' | 'd' | 'e', number>;

function addBlock(state: State, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i += 1) words[i] = view.getInt32(offset + i * 4);
  for (let i = 16; i < 80; i += 1)
    words[i] = rotate(wordAt(i - 3) ^ wordAt(i - 8) ^ wordAt(i - 14) ^ wordAt(i - 16), 1);
  let { a, b, c, d, e } = state;
  for (let i = 0; i < 80; i += 1) {
    const next = (rotate(a, 5) + mix(i, b, c, d) + e + wordAt(i)) | 0;
    e = d;
    d = c;
    c = rotate(b, 30);
    b = a;
    a = next;
  }
  state.a = (state.a + a) | 0;
  state.b = (state.b + b) | 0;
  state.c = (state.c + c) | 0;
  state.d = (state.d + d) | 0;
  state.e = (state.e + e) | 0;
}

function mix(i: number, b: number, c: number, d: number): number {
  if (i < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (i < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (i < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}
