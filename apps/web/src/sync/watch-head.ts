// `sync.watch`: server-sent events that say that there is more.
import { SyncHead } from '@tydo/schemas/sync';

interface Listeners {
  onHead: (head: SyncHead) => void;
  /** Called once, with the server's refusal where there is one. */
  onEnd: (error?: unknown) => void;
}

/** The server sends something every 15 s. After this time, in ms, without any, the stream is dead. */
const maxSilenceMs = 40_000;

/** Opens the stream of a person. @returns what ends it. */
export function watchHead(person: string, { onHead, onEnd }: Listeners): () => void {
  const input = encodeURIComponent(JSON.stringify({ person }));
  const source = new EventSource(`/trpc/sync.watch?input=${input}`);
  let silence = setTimeout(end, maxSilenceMs);
  let hasEnded = false;

  function close(): void {
    hasEnded = true;
    clearTimeout(silence);
    source.close();
  }
  // The browser would connect again by itself, at once and for ever: the replica waits longer each time.
  function end(error?: unknown): void {
    if (hasEnded) return;
    close();
    onEnd(error);
  }
  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(end, maxSilenceMs);
  }

  source.addEventListener('connected', heard);
  source.addEventListener('ping', heard);
  source.addEventListener('message', ({ data }) => {
    heard();
    const head = SyncHead.safeParse(parse(data));
    if (head.success) onHead(head.data);
  });
  source.addEventListener('serialized-error', ({ data }) => end(parse(data)));
  source.addEventListener('return', () => end());
  source.addEventListener('error', () => end());
  return close;
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
