// Hostile requests at the level of HTTP: URLs, methods, headers, credentials, and bytes that are not HTTP.
import { METHODS } from 'node:http';
import fc from 'fast-check';
import { authorization, get, json, latin1, oneOf, send, visible } from './bytes.ts';
import { oddText, oddValue } from './json.ts';

const target = oneOf(
  '/|/healthz|/readyz|/assets/page-0a1b2c3d.js|/assets/none.js|/assets|/x/y|/trpc',
  '/trpc/|/trpc/task.list|/trpc/task.create|/TRPC/task.list|/trpcx|/api|/api/nothing',
  '/api/auth|/api/auth/get-session|/api/auth/sign-in/email|/api/v1|/api/v1/|/api/v1/tasks',
  '/API/v1/tasks|/api/v1/openapi.json|/api/v1/tokens/revoke|/mcp|/mcp/|/problems|/problems/x',
);

const segment = fc.oneof(
  oneOf(
    '%|%zz|%ff|%c0%af|%00|%2e%2e%2f|..%2f..%2fpackage.json|../../x|\\|\\a:b@c',
    '/a:b@c/task.list|//|//[|/[|__proto__|constructor|toString|task.list/',
    'a/b/task.list|task.list;x|task%2Elist|task.list%2C|,|.|..|task.__proto__|_def',
    'task._def|#|?|*|\xff|\x01',
    'x'.repeat(9_000),
  ),
  visible(8),
  oddText.map((text) => encodeURIComponent(text.toWellFormed())),
);
const root = fc.constantFrom('/', '/trpc/', '/trpc', '/api/auth/', '/api/', '/assets/', '/healthz');
export const path = fc
  .tuple(root, segment, fc.constantFrom('', '/', '?batch=1', '?', '#x'))
  .map(([before, odd, after]) => ({ bytes: get(`${before}${odd}${after}`) }));

const pair = fc.oneof(
  oneOf(
    'batch=2|batch=|batch=1|input|input=|input=1|input=null|input={}|input=%7B%7D',
    'input[]=1|input[limit]=1|input=%zz|input=%ff|&&|=|%|connectionParams=1',
    'connectionParams=%7B%7D|connectionParams={"a":1}|lastEventId=1|__proto__[x]=1',
    'constructor.prototype.x=1|a[b][c]=1|#|callbackURL=//evil.example',
    'callbackURL=javascript:alert(1)|error=%3Cscript%3E|token=x',
    'disableCookieCache=true|code=1|state=1',
    `a=${'x'.repeat(9_000)}`,
  ),
  visible(6).map((text) => `input=${text}`),
  oddValue.map((value) => `input=${encodeURIComponent(value.toWellFormed())}`),
);
export const query = fc
  .tuple(target, fc.array(pair, { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([where, pairs, signedIn]) => ({
    bytes: get(`${where}?${pairs.join('&')}`, ...(signedIn ? [authorization] : [])),
  }));

export const method = fc
  .tuple(
    fc.constantFrom(...METHODS, 'BREW', 'get', 'G E T', ''),
    target,
    fc.constantFrom('', '{}', 'x'),
  )
  .map(([verb, where, body]) => ({ bytes: send(`${verb} ${where}`, body, json, authorization) }));

const commonName = oneOf(
  'Accept|Accept-Encoding|Accept-Language|If-None-Match|If-Modified-Since|Range',
  'User-Agent|Referer|X-Request-Id|X-Forwarded-For|Origin|Cookie|trpc-accept',
);
export const header = fc
  .tuple(
    target,
    fc.array(
      fc.oneof(
        oneOf(
          'Host:|Host: evil.example|Host: a:b@c|Host: [::1|Host: a/b|Host: \xff',
          'Content-Length: -1|Content-Length: 1e3|Content-Length: 5|Expect: x|X',
          'Transfer-Encoding: x|Transfer-Encoding: chunked|Expect: 100-continue|: x',
          'Upgrade: websocket|Connection: upgrade|Connection: x|HTTP2-Settings: x',
          'Range: bytes=-1|Range: bytes=9-1|Range: x|If-None-Match: *|If-Modified-Since: x',
          'If-Match: "x"|If-Range: x|TE: x|Accept: application/jsonl',
          'trpc-accept: application/jsonl|trpc-accept: x|Accept: \xff|Accept-Encoding: x;q=9',
          'Accept-Encoding: br|Accept-Language: \x80|X-Forwarded-For: <x>',
          'X-Forwarded-Proto: javascript|X-Forwarded-Host: evil',
          'X-HTTP-Method-Override: DELETE|X-Request-Id: \xff|X-Request-Id: a, b| folded',
          'Content-Type: multipart/form-data|Content-Type: application/octet-stream|A\0: x',
          '__proto__: x|constructor: x|Origin:|Origin: null|Referer: x|Bad : x',
          'Last-Event-ID: x|x-tydo-address: 6.6.6.6|Sec-Fetch-Site: cross-site|X: \x01',
          'X-Tydo-Person:|X-Tydo-Person: \xff|X-Tydo-Person: __proto__|X-Tydo-Person: a, a',
          `Range: bytes=${'0-0,'.repeat(99)}`,
        ),
        fc.tuple(visible(5), latin1(20)).map(([key, value]) => `X${key}: ${value}`),
        fc.tuple(commonName, latin1(20)).map(([key, value]) => `${key}: ${value}`),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([where, headers]) => ({ bytes: get(where, ...headers) }));

const cookieName = fc.constantFrom(
  'tydo.session_token',
  'better-auth.session_token',
  '__Secure-tydo.session_token',
);
export const credentials = fc
  .tuple(
    fc.constantFrom('/trpc/task.list', '/trpc/task.list?batch=1'),
    fc.oneof(
      oneOf(
        'Bearer|Bearer |Bearer x|bearer a.b|Bearer %zz|Bearer a.b.c|Basic eDp5',
        'Bearer __proto__|Bearer x.%3D|Bearer null|\xff',
        `Bearer ${'x'.repeat(5_000)}`,
      ),
      latin1(30).map((odd) => `Bearer ${odd}`),
    ),
    fc.oneof(
      oneOf('|;|=|a|__proto__=x|a="b|\xff=\xff', 'a=b;'.repeat(3_000)),
      fc
        .tuple(
          cookieName,
          fc.oneof(latin1(30), fc.constantFrom('%zz', 'x.y', 'x.', '.', '%00', 'a.b%3D', '"x.y"')),
        )
        .map(([key, value]) => `${key}=${value}`),
    ),
  )
  .map(([where, given, cookie]) => ({
    bytes: get(where, `Authorization: ${given}`, `Cookie: ${cookie}`),
    // 400 for those that are not valid HTTP.
    allowedStatuses: [400, 401],
  }));

/** Not HTTP, or part of a request. It ends with an empty line, as the server would wait for more. */
export const noise = fc
  .oneof(
    oneOf(
      'hello|\x16\x03\x01\x02\0\x01\0\x01\xfc|SSH-2.0-x|HTTP/1.1 200 OK|GET|GET /',
      'PRI * HTTP/2.0|GET / HTTP/9.9|GET  / HTTP/1.1|GET / HTTP/1.1 x|GET * HTTP/1.1',
      'GET http://a:b@c/ HTTP/1.1|CONNECT x:1 HTTP/1.1|OPTIONS * HTTP/1.1|GET x HTTP/1.1',
    ),
    fc
      .uint8Array({ minLength: 1, maxLength: 60 })
      .map((some) => `x${Buffer.from(some).toString('latin1')}`),
  )
  .map((line) => ({ bytes: `${line}\r\nConnection: close\r\n\r\n` }));
