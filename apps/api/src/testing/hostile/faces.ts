// Hostile requests to the other faces: odd addresses, conditions, queries and messages.
import fc from 'fast-check';
import { proceduresOf } from '../../faces/procedures.ts';
import { routesOf } from '../../faces/routes.ts';
import { appRouter } from '../../router.ts';
import { authorization, json, latin1, oneOf, send, utf8, visible } from './bytes.ts';
import { oddInput, oddText, oddValue, procedureNames } from './json.ts';

const routes = routesOf(proceduresOf(appRouter).values());

const id = fc.oneof(
  oneOf(
    '1|2|0|-1|01|2147483648|~|~~|~42|~..|%2e%2e|%|%zz|%ff|%00|constructor|__proto__|a%2Fb|move',
  ),
  visible(6),
  oddText.map((text) => encodeURIComponent(text.toWellFormed())),
);
const pair = fc.oneof(
  oneOf(
    'limit=1|limit=01|limit=1e3|limit=|limit|completed=true|completed=TRUE|view=today|listId=x',
    'view=today&listId=x|cursor=x|cursor=|__proto__=1|constructor=1|id=1|id=~1|noun=task|seq=0',
    'query=p1|query=%zz|=|&&|operationId=x|search=%ff|zone=Europe/Berlin|zone=x',
  ),
  fc.tuple(visible(6), visible(6)).map((words) => words.join('=')),
);
const condition = fc.oneof(
  oneOf(
    'If-Match: *|If-Match: "x"|If-Match: W/"x"|If-Match: "a", "b"|If-Match: |If-None-Match: *',
    'If-None-Match: "x", W/"y"|If-Unmodified-Since: x|Idempotency-Key: x|Idempotency-Key: ""',
    'Idempotency-Key: 5c2d8f10-0000-4000-8000-000000000001|X-Tydo-Person: x|X-Tydo-Person: ',
    'Expect: 100-continue|Content-Type: application/merge-patch+json|Content-Type: text/plain',
  ),
  latin1(10).map((text) => `If-Match: ${text}`),
  latin1(10).map((text) => `Idempotency-Key: ${text}`),
);

export const rest = fc
  .record({
    route: fc.constantFrom(...routes),
    id,
    pairs: fc.array(pair, { maxLength: 3 }),
    conditions: fc.array(condition, { maxLength: 2 }),
    other: fc.option(oddValue),
  })
  .chain((made) =>
    oddInput(made.route.procedure.path).map((input) => {
      const { route, pairs, conditions, other } = made;
      const path = `/api/v1${route.pattern.replace('{id}', made.id)}`;
      const query = pairs.length > 0 ? `?${pairs.join('&')}` : '';
      const takesBody = route.method === 'POST' || route.method === 'PATCH';
      const body = takesBody ? utf8(other ?? input) : '';
      const types = conditions.some((line) => line.startsWith('Content-Type')) ? [] : [json];
      const line = `${route.method} ${path}${takesBody ? '' : query}`;
      return { bytes: send(line, body, authorization, ...types, ...conditions) };
    }),
  );

const accept = 'Accept: application/json, text/event-stream';
const tool = fc.oneof(
  fc.constantFrom(...procedureNames).map((path) => path.replace('.', '_').toLowerCase()),
  oneOf('|__proto__|constructor|task.get|tasks|x'),
);

export const mcp = fc
  .record({
    tool,
    path: fc.constantFrom(...procedureNames),
    method: oneOf(
      'tools/call|tools/call|tools/call|tools/list|initialize|ping|x||resources/list|prompts/get',
      'notifications/initialized|server/discover|logging/setLevel|completion/complete',
    ),
    id: oneOf('1|"x"|null|-1|1.5|{}|[]'),
    headers: fc.subarray([
      accept,
      'Mcp-Protocol-Version: 2026-07-28',
      'Mcp-Protocol-Version: x',
      'Mcp-Session-Id: x',
      'Mcp-Method: tools/call',
      'Mcp-Name: x',
      'Last-Event-Id: 1',
    ]),
    isList: fc.boolean(),
    odd: fc.option(oddValue, { freq: 4 }),
  })
  .chain((made) =>
    oddInput(made.path).map((input) => {
      const params = `{"name":${JSON.stringify(made.tool)},"arguments":${input || 'null'}}`;
      const message = `{"jsonrpc":"2.0","id":${made.id},"method":${JSON.stringify(made.method)},"params":${params}}`;
      const body = made.odd ?? (made.isList ? `[${message},${message}]` : message);
      return { bytes: send('POST /mcp', utf8(body), authorization, json, ...made.headers) };
    }),
  );
