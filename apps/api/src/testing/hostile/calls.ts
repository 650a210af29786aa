// Hostile requests to procedures: odd inputs, batches, content types, encodings and sizes.
import { maxBatchSize, maxBodyBytes } from '@tydo/schemas/wire';
import fc from 'fast-check';
import { authorization, get, json, latin1, oneOf, post, utf8 } from './bytes.ts';
import { oddInput, oddText, oddValue, procedureNames } from './json.ts';

const name = fc.constantFrom(...procedureNames);
const isQuery = (called: string) =>
  /\.(list|get|counts|since|snapshot|watch|check|view)(,|$)/.test(called);
const withInput = (path: string, input: string) =>
  `${path}${path.includes('?') ? '&' : '?'}input=${encodeURIComponent(input)}`;

const request = (called: string, input: string) => ({
  call: { name: called, input },
  bytes: isQuery(called)
    ? get(withInput(`/trpc/${called}`, input), authorization)
    : post(`/trpc/${called}`, utf8(input), json, authorization),
});
export const call = name
  .chain((called) => fc.tuple(fc.constant(called), oddInput(called)))
  .map(([called, input]) => request(called, input));

/** Odd text in every field that takes text. */
export const text = fc
  .tuple(fc.constantFrom('create', 'createMany', 'update', 'list'), oddText, fc.option(oddText))
  .map(([verb, title, description]) => {
    const fields = { title, ...(description !== null && { description }) };
    if (verb === 'create') return { name: 'task.create', input: fields };
    if (verb === 'createMany')
      return { name: 'task.createMany', input: { tasks: [fields, fields] } };
    // The first task belongs to another person.
    if (verb === 'update') return { name: 'task.update', input: { id: 2, ...fields } };
    return { name: 'task.list', input: { search: title } };
  })
  .map(({ name: called, input }) => request(called, JSON.stringify(input)));

/** Two requests in one connection. */
export const pipeline = fc.tuple(call, call).map(([first, second]) => ({
  ...first,
  bytes: first.bytes.replace('Connection: close\r\n', '') + second.bytes,
}));

const index = fc.constantFrom('0', '1', '2', '19', '-1', '1e0', '__proto__', 'length', 'x');
export const batch = fc
  .record({
    names: fc.oneof(
      fc.array(fc.oneof(name, fc.constantFrom('', 'task', 'task.nothing', '__proto__')), {
        maxLength: maxBatchSize + 2,
      }),
      fc.tuple(name, fc.integer({ min: 1, max: 40 })).map(([one, times]) => Array(times).fill(one)),
    ),
    flag: oneOf('batch=1|batch=1|batch=1|batch=2|batch=1&batch=2|b%61tch=1'),
    inputs: fc.oneof(
      fc.dictionary(index, oddValue, { maxKeys: 5 }).map((fields) => {
        const entries = Object.entries(fields);
        return `{${entries.map(([at, value]) => `"${at}":${value}`).join(',')}}`;
      }),
      oddValue,
    ),
    headers: fc.subarray(['Accept: application/jsonl', 'trpc-accept: application/jsonl']),
  })
  .map(({ names, flag, inputs, headers }) => {
    const path = `/trpc/${names.join(',')}?${flag}`;
    const all = [authorization, ...headers];
    const bytes = isQuery(names.join())
      ? get(withInput(path, inputs.toWellFormed()), ...all)
      : post(path, utf8(inputs), json, ...all);
    return { bytes };
  });

const oddType = fc.oneof(
  oneOf(
    'text/plain|text/plain; application/json|application/x-www-form-urlencoded|',
    'multipart/form-data; boundary=x|application/octet-stream|application/jsonx|*/*',
    'text/json|application/json, text/plain|application/json; charset=utf-16|;|x',
    'application/json; charset="|application/json;charset=iso-8859-1|application /json',
  ),
  latin1(12).filter((type) => !/json/i.test(type)),
);
export const type = fc
  .tuple(fc.constantFrom('/trpc/task.create', '/api/auth/sign-in/email'), oddType)
  .map(([where, given]) => ({
    bytes: post(where, '{"title":"x"}', `Content-Type: ${given}`, authorization),
    allowedStatuses: [400, 415],
  }));

export const coding = fc
  .tuple(
    fc.constantFrom('gzip', 'br', 'deflate', 'identity, gzip', 'gzip, identity', 'x', 'zstd', ','),
    fc.constantFrom('{"title":"x"}', '\x1f\x8b\x08\0\0\0', ''),
  )
  .map(([given, body]) => ({
    bytes: post('/trpc/task.create', body, json, authorization, `Content-Encoding: ${given}`),
    allowedStatuses: [415],
  }));

/** Bodies that are not UTF-8. */
export const bytes = fc
  .tuple(
    fc.constantFrom('/trpc/task.create', '/trpc/task.create?batch=1', '/api/auth/sign-in/email'),
    oneOf('\xff|\xc0\xaf|\xed\xa0\x80|\xf5\x80\x80\x80|\xe2\x82|\xfe\xff\0{'),
    fc.constantFrom('', '{"title":"', '{"email":"', '{"0":{"title":"'),
  )
  .map(([where, odd, before]) => ({
    bytes: post(where, `${before}${odd}"}`, json, authorization),
    allowedStatuses: [400],
  }));

export const size = fc.oneof(
  fc
    .tuple(fc.constantFrom('/trpc/task.list', '/api/auth/sign-out'), fc.constantFrom(1, 70_000))
    .map(([where, more]) => ({
      bytes: post(where, ' '.repeat(maxBodyBytes + more), json, authorization),
      allowedStatuses: [413],
    })),
  fc.constantFrom(-1, 0).map((more) => ({
    bytes: post(
      '/trpc/task.create',
      '{"title":"x"}'.padEnd(maxBodyBytes + more),
      json,
      authorization,
    ),
    allowedStatuses: [200],
  })),
  fc.constantFrom(`/trpc/${'x'.repeat(66_000)}`, `/?${'x'.repeat(66_000)}`).map((where) => ({
    bytes: get(where),
    allowedStatuses: [413],
  })),
  fc.constantFrom(2_000, 2_001, 5_000).map((count) => ({
    bytes: get('/healthz', ...Array<string>(count).fill('X: y')),
  })),
);

/** Disconnects before it has sent everything, or before it has the response. */
export const disconnect = fc
  .tuple(call, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([whole, part]) => ({ bytes: whole.bytes.slice(0, Math.ceil(whole.bytes.length * part)) }));
