const chunks = 64;

/** One of 64 chunks for a row that a text names: always the same. */
export function chunkOfText(id: string): number {
  let hash = 0;
  for (let at = 0; at < id.length; at += 1) hash = (hash * 31 + id.charCodeAt(at)) >>> 0;
  return hash % chunks;
}
