// The baseline: the same work written by hand, with Node and the database driver only. The same session
// look-up, the same checks, the same answers, and the journal's rows in the same transaction.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Input, readCreate, readId, readList, readUpdate } from './input.ts';
import { openPostgres } from './postgres.ts';
import { RequestError } from './request-error.ts';
import { createSessions } from './session.ts';
import { openSqlite } from './sqlite.ts';
import type { Store } from './store.ts';

const { DATABASE_URL: url = '', BETTER_AUTH_SECRET: secret = '', PORT: port } = process.env;
const store: Store = url.startsWith('sqlite:') ? openSqlite(url) : openPostgres(url);
const findPersonId = createSessions(store, secret);

type Procedure = (person: string, input: Input) => Promise<unknown>;
const queries: Record<string, Procedure> = {
  'task.list': (person, input) => store.list(person, readList(input)),
  'task.get': (person, input) => store.get(person, readId(input)),
  'task.counts': (person) => store.counts(person),
};
const mutations: Record<string, Procedure> = {
  'task.create': (person, input) => store.create(person, readCreate(input)),
  'task.update': (person, input) => store.update(person, readUpdate(input)),
};

createServer((req, res) => {
  handleRequest(req, res).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    send(res, 500, JSON.stringify(envelopeOf(new RequestError(500, 'INTERNAL_SERVER_ERROR', ''))));
  });
}).listen(Number(port), '127.0.0.1');

async function handleRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { url: address = '', method } = req;
  if (address === '/readyz') return send(res, 200, '{}');
  const [path = '', search = ''] = address.split('?', 2);
  const names = path.slice('/trpc/'.length).split(',');
  const body = method === 'POST' ? await read(req) : undefined;
  const person = await findPersonId(req.headers.cookie);
  const call = async (name: string, input: () => Input) => {
    try {
      if (person === undefined) throw new RequestError(401, 'UNAUTHORIZED', 'Sign in first.');
      const procedure = (method === 'POST' ? mutations : queries)[name];
      if (!procedure) throw new RequestError(404, 'NOT_FOUND', 'There is no such procedure.');
      return { result: { data: await procedure(person, input()) } };
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      return envelopeOf(error);
    }
  };
  const parameters = new URLSearchParams(search);
  const text = body ?? parameters.get('input') ?? 'null';
  if (parameters.get('batch') !== '1') {
    const result = await call(names[0] ?? '', () => parse(text));
    return send(res, statusOf(result), JSON.stringify(result));
  }
  const inputs = parse(text);
  const results = await Promise.all(
    names.map((name, place) => call(name, () => Object(inputs)[place])),
  );
  const statuses = new Set(results.map(statusOf));
  send(res, statuses.size === 1 ? ([...statuses][0] ?? 200) : 207, JSON.stringify(results));
}

const envelopeOf = ({ status, code, message }: RequestError) => ({
  error: { message, data: { code, httpStatus: status } },
});

const statusOf = (result: object): number =>
  'error' in result ? Object(result.error).data.httpStatus : 200;

function parse(text: string): Input {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'BAD_REQUEST', 'The input is not JSON.');
  }
}

async function read(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  res.end(text);
}
