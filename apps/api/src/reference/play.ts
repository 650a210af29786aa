// Plays example calls against a server, and shows them and its answers as they are documented.

import { setTimeout as sleep } from 'node:timers/promises';
import { rankOf } from '@tydo/rules/order';
import { recordOf } from '@tydo/schemas/record';
import { block, paragraphs, pretty } from './markdown.ts';

export interface Call {
  method: 'GET' | 'POST';
  path: string;
  input?: unknown;
  /** What the answer should be. Default: 200. */
  status?: number;
}

export interface Played {
  /** What the server answered. */
  body: unknown;
  /** The call as a command, and the answer; what is never the same twice is replaced. */
  shown: string;
}

/** @throws Error that shows call and answer when the status is another one. */
export type Play = (call: Call) => Promise<Played>;

/** @param url the origin of a server that nobody has used yet: so ids begin with 1. */
export function createPlayer(url: string): Play {
  const stable = createStable();
  let token = '';
  return async (call) => {
    // Dates of two calls are never the same, so that they are told apart here too.
    await sleep(2);
    const command = stable(curlOf(call));
    const answer = await fetch(url + addressOf(call), {
      method: call.method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: call.method === 'POST' && call.input !== undefined ? JSON.stringify(call.input) : null,
    });
    const body: unknown = await answer.json();
    const given = recordOf(body)['token'];
    if (typeof given === 'string') token = given;
    const shown = paragraphs(
      block('sh', command),
      answer.status === 200 ? '' : `Status ${answer.status}:`,
      block('json', stable(pretty(body))),
    );
    const { path, status = 200 } = call;
    if (answer.status === status) return { body, shown };
    throw new Error(`The example of ${path} should be answered with status ${status}:\n${shown}`);
  };
}

const addressOf = ({ method, path, input }: Call): string =>
  method === 'POST' || input === undefined
    ? path
    : `${path}${path.includes('?') ? '&' : '?'}input=${encodeURIComponent(JSON.stringify(input))}`;

/** The same call for people. `-G` puts the data into the address. */
function curlOf({ method, path, input }: Call): string {
  const address = `localhost:3000${path}`;
  const data = JSON.stringify(input);
  const lines = [
    `curl -s ${path.includes('?') ? quoted(address) : address}`,
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

// UUIDs, dates, ranks, and the token of a session.
const varying =
  /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\dT[\d:.]{12}Z|(?<="(?:token|rank)": ")\w+/g;
const isRank = (found: string): boolean => /^g\w{7}(\w{3})?$/.test(found);

/** Replaces what is never the same twice; the same by the same, wherever it comes again. */
function createStable(): (text: string) => string {
  const known = new Map<string, string>();
  let texts = 0;
  let names = 0;
  let ranks = 0;
  const standIn = (found: string): string => {
    // A date: a token may end in Z as well. A call's command has none that is new, its answer has.
    if (found.includes(':')) return new Date(Date.UTC(2026, 0, 5, 9, texts / 2)).toISOString();
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
    return text.replace(varying, (found) => {
      const shown = known.get(found) ?? standIn(found);
      known.set(found, shown);
      return shown;
    });
  };
}
