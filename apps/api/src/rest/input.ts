// The input of a procedure from an HTTP request: path, query, headers and body together.
import type { ErrorData } from '@tydo/schemas/error';
import { taskLimits } from '@tydo/schemas/task';
import type { Request } from 'express';
import type { PublicError } from '../errors/envelope.ts';
import { type InputField, inputFieldsOf } from '../faces/input-fields.ts';
import type { Route } from '../faces/routes.ts';

/** The request is malformed, at a field that the caller wrote. */
export class MalformedInput extends Error {
  readonly data: NonNullable<PublicError['data']>;

  constructor(message: string, field?: string) {
    super(message);
    this.data = {
      zodError:
        field === undefined
          ? { formErrors: [message], fieldErrors: {} }
          : { formErrors: [], fieldErrors: { [field]: [message] } },
    };
  }
}

export interface RestInput {
  input: unknown;
  /** What the caller wrote for a field, where that has another name. */
  names: ReadonlyMap<string, string>;
}

/** @param body its text; undefined without one. @throws MalformedInput */
export function readInput(
  { method, procedure }: Route,
  params: Record<string, string>,
  req: Pick<Request, 'originalUrl' | 'get'>,
  body: string | undefined,
): RestInput {
  const { fields, isNothing } = inputFieldsOf(procedure);
  const values = new Map<string, unknown>();
  const names = new Map<string, string>();
  const add = (name: string, value: unknown, written = name) => {
    if (values.has(name)) throw new MalformedInput('This was said twice.', written);
    values.set(name, value);
    if (written !== name) names.set(name, written);
  };
  const isInBody = method === 'POST' || method === 'PATCH';
  const query = queryOf(req.originalUrl);
  for (const [name, segment] of Object.entries(params)) {
    add(name, idIn(decode(segment, name), fields.get(name)));
  }
  readConditions(req, method, fields, add);
  if (isInBody) {
    const [unknown] = query;
    if (unknown) throw new MalformedInput('Send this in the body.', unknown.name);
    for (const [name, value] of Object.entries(bodyOf(body))) {
      if (name === 'operationId') {
        throw new MalformedInput('Send it as the header Idempotency-Key.', name);
      }
      add(name, value);
    }
  } else {
    addQuery(query, fields, add);
  }
  if (values.size === 0 && isNothing) return { input: undefined, names };
  return { input: Object.fromEntries(values), names };
}

type Add = (name: string, value: unknown, written?: string) => void;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** `Idempotency-Key` is the `operationId`, `If-Match` is `ifUpdatedAt`. */
function readConditions(
  req: Pick<Request, 'get'>,
  method: Route['method'],
  fields: ReadonlyMap<string, InputField>,
  add: Add,
): void {
  const key = req.get('idempotency-key');
  if (key !== undefined && fields.has('operationId')) {
    const id = /^"(.*)"$/.exec(key)?.[1] ?? key;
    if (!uuid.test(id)) throw new MalformedInput('Send a UUID.', 'Idempotency-Key');
    add('operationId', id, 'Idempotency-Key');
  }
  const takesCondition = fields.has('ifUpdatedAt');
  refuseConditions(req, method, takesCondition);
  const match = req.get('if-match');
  if (match === undefined || !takesCondition) return;
  if (match.trim() === '*') return;
  const tag = /^\s*"([^"]*)"\s*$/.exec(match)?.[1];
  if (tag === undefined) throw new MalformedInput('Send one strong ETag, or *.', 'If-Match');
  add('ifUpdatedAt', tag, 'If-Match');
}

/** @throws MalformedInput for conditions that the address does not know: they are never ignored. */
export function refuseConditions(
  req: Pick<Request, 'get'>,
  method: Route['method'],
  takesIfMatch = false,
): void {
  const refused = method === 'GET' ? [] : ['If-None-Match', 'If-Unmodified-Since'];
  for (const name of refused) {
    if (req.get(name) !== undefined) throw new MalformedInput('Send If-Match instead.', name);
  }
  if (!takesIfMatch && req.get('if-match') !== undefined) {
    throw new MalformedInput('There is no condition at this address.', 'If-Match');
  }
}

function bodyOf(body: string | undefined): object {
  if (body === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new MalformedInput('The body is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MalformedInput('The body is not a JSON object.');
  }
  return value;
}

interface QueryPair {
  name: string;
  value: string;
}

/** @throws MalformedInput for what cannot be decoded. */
function queryOf(url: string): QueryPair[] {
  const start = url.indexOf('?');
  const pairs = start < 0 ? [] : url.slice(start + 1).split('&');
  return pairs
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const [name, value] =
        equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
      return { name: decode(plusAsBlank(name)), value: decode(plusAsBlank(value)) };
    });
}

const plusAsBlank = (text: string): string => text.replaceAll('+', ' ');

function addQuery(
  query: readonly QueryPair[],
  fields: ReadonlyMap<string, InputField>,
  add: Add,
): void {
  const lists = new Map<string, unknown[]>();
  for (const { name, value } of query) {
    if (name === 'operationId') {
      throw new MalformedInput('Send it as the header Idempotency-Key.', name);
    }
    const field = fields.get(name);
    const holder = field ? undefined : [...fields.values()].find(({ keys }) => keys.includes(name));
    if (field?.takes.list) lists.set(name, [...(lists.get(name) ?? []), value]);
    else if (holder) add(holder.name, { [name]: value }, name);
    else add(name, valueIn(value, field));
  }
  for (const [name, list] of lists) add(name, list);
}

/** A number or a boolean only where it is written exactly so, and the field takes one. */
function valueIn(text: string, field: InputField | undefined): unknown {
  if (!field) return text;
  const { integer, boolean, text: takesText } = field.takes;
  if (integer && takesText) return idIn(text, field);
  if (integer && /^(0|-?[1-9]\d*)$/.test(text)) return Number(text);
  if (boolean && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

/** Digits alone are a number, where the field takes one. `~` before it makes any text a text. */
function idIn(text: string, field: InputField | undefined): unknown {
  if (text.startsWith('~')) return text.slice(1);
  const isNumber = /^[1-9]\d{0,9}$/.test(text) && Number(text) <= taskLimits.id;
  return isNumber && field?.takes.integer ? Number(text) : text;
}

function decode(text: string, field?: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new MalformedInput('This cannot be decoded.', field);
  }
}

/** The problems of an input, by what the caller wrote. */
export function withWrittenNames(
  { formErrors, fieldErrors }: NonNullable<ErrorData['zodError']>,
  names: ReadonlyMap<string, string>,
): NonNullable<ErrorData['zodError']> {
  const entries = Object.entries(fieldErrors).map(([name, texts]) => [
    names.get(name) ?? name,
    texts,
  ]);
  return { formErrors, fieldErrors: Object.fromEntries(entries) };
}
