// Runs example calls against a server, and renders them and their responses as Markdown.
import { setTimeout as sleep } from 'node:timers/promises';
import { rankOf } from '@tydo/rules/order';
import { recordOf } from '@tydo/schemas/record';
import { block, paragraphs, pretty } from './markdown.ts';

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  input?: unknown;
  /** The expected HTTP status. Default: 200. */
  status?: number;
}

export interface CallResult {
  /** The body of the response. */
  body: unknown;
  /** The call as a curl command, and the response; ids, dates and tokens are replaced by stable ones. */
  markdown: string;
}

/** @throws Error with the call and the response when the status is not the expected one. */
export type RunCall = (call: Call) => Promise<CallResult>;

/** @param url the origin of a new server, whose ids start at 1. */
export function createCallRunner(url: string): RunCall {
  const stabilize = createStabilizer();
  let token = '';
  return async (call) => {
    // Two calls must not have the same date: `stabilize` could not tell them apart.
    await sleep(2);
    const command = stabilize(curlOf(call));
    const response = await fetch(url + pathOf(call), {
      method: call.method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: call.method === 'POST' && call.input !== undefined ? JSON.stringify(call.input) : null,
    });
    if (response.headers.get('content-type') === 'text/event-stream') {
      const events = await firstEvents(response);
      return { body: undefined, markdown: paragraphs(block('sh', command), block('text', events)) };
    }
    const body: unknown = await response.json();
    const newToken = recordOf(body)['token'];
    if (typeof newToken === 'string') token = newToken;
    const markdown = paragraphs(
      block('sh', command),
      response.status === 200 ? '' : `Status ${response.status}:`,
      block('json', stabilize(pretty(body))),
    );
    const { path, status = 200 } = call;
    if (response.status === status) return { body, markdown };
    throw new Error(`The example of ${path} should have status ${status}:\n${markdown}`);
  };
}

/** The events of a stream up to the first with data of ours. */
async function firstEvents({ body }: Response): Promise<string> {
  let text = '';
  for await (const bytes of body ?? []) {
    text += Buffer.from(bytes).toString();
    if (/^data: \{"seq/m.test(text) && text.endsWith('\n\n')) break;
  }
  return text.trim().replaceAll(/\n{2,}/g, '\n\n');
}

const pathOf = ({ method, path, input }: Call): string =>
  method === 'POST' || input === undefined
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}input=${encodeURIComponent(JSON.stringify(input))}`;

/** The call as a command. `-G` puts the data into the URL. */
function curlOf({ method, path, input }: Call): string {
  const url = `localhost:3000${path}`;
  const data = JSON.stringify(input);
  const lines = [
    `curl -s ${path.includes('?') ? quoted(url) : url}`,
    ...(path.startsWith('/trpc') ? ['-H "authorization: Bearer $TOKEN"'] : []),
    ...(method === 'POST' ? [`-H 'content-type: application/json'`] : []),
    ...(method === 'POST' ? [data === undefined ? '-X POST' : `-d ${quoted(data)}`] : []),
    ...(method === 'GET' && data !== undefined
      ? [`-G --data-urlencode ${quoted(`input=${data}`)}`]
      : []),
  ];
  return lines.join(' \\\n  ');
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

// UUIDs, dates, ranks, ports, and tokens.
const unstable =
  /tydo_(?:pat|feed)_\w+|(?<=http:\/\/localhost:)\d+(?=\/feeds)|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]{12}Z|(?<="(?:token|rank)": ")\w+/g;
const isRank = (found: string): boolean => /^g\w{7}(\w{3})?$/.test(found);

/** Replaces values that differ between runs, and the same value by the same text. */
function createStabilizer(): (text: string) => string {
  const replacements = new Map<string, string>();
  let texts = 0;
  let names = 0;
  let ranks = 0;
  const replacementOf = (found: string): string => {
    // A date; tokens have no colon. New dates come only with responses, every second text.
    if (found.includes(':')) return new Date(Date.UTC(2026, 0, 5, 9, texts / 2)).toISOString();
    if (/^\d+$/.test(found)) return '3000';
    const [prefix] = /^tydo_[a-z]+_/.exec(found) ?? [];
    if (prefix !== undefined) {
      return `${prefix}${'Zk3vN1sT0xW7bR5mYc9LdQ2pHf8JaE4gKu6XiO'.slice(0, found.length - prefix.length)}`;
    }
    if (isRank(found))
      return rankOf(new Date(Date.UTC(2026, 0, 5, 9, texts / 2)).toISOString(), ranks++);
    names += 1;
    const end = String(names).padStart(3, '0');
    return found.includes('-')
      ? `6f1c2a52-0b7e-4d53-9c1a-8e40d7b25${end}`
      : `Zk3vN1sT0xW7bR5mYc9LdQ2pHf8Ja${end}`;
  };
  return (text) => {
    texts += 1;
    return text.replace(unstable, (found) => {
      const replacement = replacements.get(found) ?? replacementOf(found);
      replacements.set(found, replacement);
      return replacement;
    });
  };
}
