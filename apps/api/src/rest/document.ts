// The OpenAPI 3.1 document of /api/v1, made from the procedures.
import { type ErrorCode, ErrorData, errorDescriptions, errorStatus } from '@tydo/schemas/error';
import * as z from 'zod/mini';
import { inputFieldsOf } from '../faces/input-fields.ts';
import { asObject, branches, type JsonSchema, jsonSchemaOf } from '../faces/json-schema.ts';
import type { Procedure } from '../faces/procedures.ts';
import { type Route, routesOf } from '../faces/routes.ts';
import { accessOf } from '../trpc/trpc.ts';
import { Components, clean } from './components.ts';

/** The version of the document, and of what it describes. */
export const apiVersion = '1.0.0';

export function openApiOf(procedures: ReadonlyMap<string, Procedure>): object {
  const routes = routesOf(procedures.values());
  const components = new Components();
  const problem = problemSchema(components);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const operations = (paths[route.pattern] ??= {});
    operations[route.method.toLowerCase()] = operationOf(route, components);
  }
  paths['/openapi.json'] = { get: documentOperation };
  paths['/tokens/revoke'] = { post: revocationOperation };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tydo',
      version: apiVersion,
      summary: 'Tasks, lists, sections, labels, filters, and their history.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ bearer: [] }],
    tags: [...new Set(routes.map(nounOf)), 'token', 'document'].map((name) => ({
      name,
      description: `Calls about ${name === 'document' ? 'this document' : `a ${name}`}.`,
    })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An API token (`tydo_pat_…`), or the token of a session. Cookies do not count.',
        },
      },
      parameters,
      headers: routes.some(isDeprecated) ? { ...headers, ...deprecationHeaders } : headers,
      responses: Object.fromEntries(
        errorCodes.map((code) => [
          code,
          {
            description: errorDescriptions[code],
            headers: { ...refs('headers', ['XRequestId', ...(extraHeaders[code] ?? [])]) },
            content: {
              'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
            },
          },
        ]),
      ),
      schemas: { ...components.schemas, Problem: problem },
    },
  };
}

const nounOf = ({ procedure }: Route): string => procedure.path.split('.')[0] ?? '';

const refs = (kind: string, names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [headerNames[name] ?? name, { $ref: `#/components/${kind}/${name}` }]),
  );

const text = { type: 'string' };
const headers = {
  XRequestId: { description: 'Names the request in the log of the server.', schema: text },
  ETag: {
    description: 'The version of the row, or of the page. `If-Match` and `If-None-Match` take it.',
    schema: text,
  },
  Location: { description: 'The address of the new row.', schema: text },
  Link: { description: 'The next page, as `<…>; rel="next"`.', schema: text },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
  WWWAuthenticate: { description: 'What is missing.', schema: text },
};
const deprecationHeaders = {
  Deprecation: { description: 'Since when it is deprecated (RFC 9745).', schema: text },
  Sunset: { description: 'When it goes (RFC 8594).', schema: text },
};
const isDeprecated = ({ procedure }: Route): boolean => procedure.meta.deprecated !== undefined;
const headerNames: Record<string, string> = {
  XRequestId: 'X-Request-Id',
  RetryAfter: 'Retry-After',
  WWWAuthenticate: 'WWW-Authenticate',
};
const extraHeaders: Partial<Record<ErrorCode, string[]>> = {
  UNAUTHORIZED: ['WWWAuthenticate'],
  FORBIDDEN: ['WWWAuthenticate'],
  TOO_MANY_REQUESTS: ['RetryAfter'],
  SERVICE_UNAVAILABLE: ['RetryAfter'],
};

const header = (name: string, description: string, schema: object = text) => ({
  name,
  in: 'header',
  required: false,
  description,
  schema,
});
const parameters = {
  IdempotencyKey: header(
    'Idempotency-Key',
    'A UUID that you make for one change, bare or in quotes. A repeat with it and the same input changes nothing and has the same answer; with another input it is a CONFLICT.',
  ),
  IfMatch: header(
    'If-Match',
    'The ETag of the row that you have. CONFLICT where the row has another.',
  ),
  IfNoneMatch: header('If-None-Match', 'An ETag that you have: 304 where it is still right.'),
  XTydoPerson: header(
    'X-Tydo-Person',
    'The id of the person that you take for signed in. UNAUTHORIZED where it is another.',
  ),
};

/** All that can come, beside METHOD_NOT_SUPPORTED at other methods. */
const errorCodes: ErrorCode[] = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'TOO_MANY_REQUESTS',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
];

const ofSomeCalls: ReadonlySet<ErrorCode> = new Set([
  'NOT_FOUND',
  'CONFLICT',
  'UNSUPPORTED_MEDIA_TYPE',
]);

const responsesFor = (codes: readonly ErrorCode[]) =>
  Object.fromEntries(
    codes.map((code) => [errorStatus[code], { $ref: `#/components/responses/${code}` }]),
  );

function operationOf(route: Route, components: Components): object {
  const { method, procedure, status } = route;
  const { path, meta, type } = procedure;
  const isWrite = type === 'mutation';
  const takesBody = method === 'POST' || method === 'PATCH';
  const { fields } = inputFieldsOf(procedure);
  const output = jsonSchemaOf(procedure.output, 'output');
  const result = components.output(output);
  const properties = components.propertiesOf(output);
  const isRow = properties.includes('updatedAt');
  const codes = errorCodes.filter(
    (code) =>
      meta.errors?.[code] !== undefined ||
      !ofSomeCalls.has(code) ||
      (code === 'CONFLICT' && isWrite) ||
      (code === 'UNSUPPORTED_MEDIA_TYPE' && takesBody),
  );
  const headersOfResult = [
    'XRequestId',
    ...(isRow || !isWrite ? ['ETag'] : []),
    ...(status === 201 && properties.includes('id') ? ['Location'] : []),
    ...(properties.includes('nextCursor') ? ['Link'] : []),
    ...(meta.deprecated ? ['Deprecation', 'Sunset'] : []),
  ];
  const parameterNames = [
    ...(fields.has('operationId') ? ['IdempotencyKey'] : []),
    ...(fields.has('ifUpdatedAt') ? ['IfMatch'] : []),
    ...(isWrite ? [] : ['IfNoneMatch']),
    'XTydoPerson',
  ];
  const access = accessOf(path, type);
  return {
    operationId: path.replace('.', '_'),
    tags: [nounOf(route)],
    summary: meta.summary,
    ...(meta.deprecated && { deprecated: true }),
    description: [
      access === undefined ? 'Any token will do.' : `Needs the scope \`${access}\`.`,
      ...Object.entries(meta.errors ?? {}).map(([code, when]) => `\`${code}\`: ${when}`),
    ].join('\n\n'),
    parameters: [
      ...pathParameters(route),
      ...(takesBody ? [] : queryParameters(route)),
      ...parameterNames.map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ],
    ...(takesBody ? { requestBody: bodyOf(route) } : {}),
    responses: {
      [status]: {
        description: 'Done.',
        headers: refs('headers', headersOfResult),
        content: { 'application/json': { schema: result } },
      },
      ...(isWrite
        ? {}
        : {
            304: {
              description: 'It is what you have.',
              headers: refs('headers', ['XRequestId', 'ETag']),
            },
          }),
      ...responsesFor(codes),
    },
  };
}

const namesInPath = (pattern: string): string[] =>
  [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

function pathParameters({ pattern, procedure }: Route): object[] {
  const { fields } = inputFieldsOf(procedure);
  return namesInPath(pattern).map((name) => {
    const takesNumber = fields.get(name)?.takes.integer ?? false;
    return {
      name,
      in: 'path',
      required: true,
      description: takesNumber
        ? 'Digits are the number of a task, anything else its `uid`. A leading `~` is taken off, and makes any text a `uid`.'
        : 'Its id. A leading `~` is taken off: write it before an id that begins with `~` or a dot.',
      schema: { type: 'string', minLength: 1 },
    };
  });
}

function queryParameters({ pattern, procedure }: Route): object[] {
  const inPath = namesInPath(pattern);
  return [...inputFieldsOf(procedure).fields.values()]
    .filter(({ name }) => !inPath.includes(name) && name !== 'operationId')
    .flatMap((field) => {
      const options = branches(field.schema).filter(({ type }) => type !== 'null');
      const plain = options.filter(({ properties }) => !properties);
      const objects = options.filter(({ properties }) => properties);
      const description = field.schema.description ?? plain[0]?.description;
      const schema =
        field.takes.integer && field.takes.text
          ? text
          : plain.length > 1
            ? { anyOf: plain }
            : (plain[0] ?? text);
      const own = {
        name: field.name,
        in: 'query',
        required: field.isRequired && objects.length === 0,
        ...(description === undefined ? {} : { description }),
        schema: clean(schema, 'input'),
      };
      const keys = objects.flatMap((option) => Object.entries(option.properties ?? {}));
      return [
        own,
        ...keys.map(([name, value]) => ({
          name,
          in: 'query',
          required: false,
          description: `In place of \`${field.name}\`.`,
          schema: clean(asObject(value), 'input'),
        })),
      ];
    });
}

function bodyOf({ method, pattern, procedure }: Route): object {
  const said = new Set([...namesInPath(pattern), 'operationId']);
  const fields = [...inputFieldsOf(procedure).fields.values()].filter(
    ({ name }) => !said.has(name),
  );
  const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, schema: field }) => [name, clean(field, 'input')]),
    ),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  const types = [
    'application/json',
    ...(method === 'PATCH' ? ['application/merge-patch+json'] : []),
  ];
  return {
    required: required.length > 0,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  };
}

function problemSchema(components: Components): JsonSchema {
  const { code, httpStatus: _, path: _p, requestId: _r, ...data } = ErrorData.shape;
  const shape = z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code,
    requestId: z.string(),
    ...data,
  });
  return components.output(jsonSchemaOf(shape, 'output'));
}

const documentOperation = {
  operationId: 'document_get',
  tags: ['document'],
  summary: 'Returns this document.',
  security: [],
  parameters: [{ $ref: '#/components/parameters/IfNoneMatch' }],
  responses: {
    200: {
      description: 'The document.',
      headers: refs('headers', ['XRequestId', 'ETag']),
      content: { 'application/json': { schema: { type: 'object' } } },
    },
    304: { description: 'It is what you have.' },
    ...responsesFor(['FORBIDDEN']),
  },
};

const revocationOperation = {
  operationId: 'token_end',
  tags: ['token'],
  summary:
    'Ends the token or the calendar feed with this text. Needs no credential, and does not tell whether there was one.',
  security: [],
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { token: { type: 'string', maxLength: 200 } },
          required: ['token'],
          additionalProperties: false,
        },
      },
    },
  },
  responses: {
    204: {
      description: 'It has ended, if there was one.',
      headers: refs('headers', ['XRequestId']),
    },
    ...responsesFor([
      'BAD_REQUEST',
      'FORBIDDEN',
      'PAYLOAD_TOO_LARGE',
      'UNSUPPORTED_MEDIA_TYPE',
      'TOO_MANY_REQUESTS',
      'INTERNAL_SERVER_ERROR',
      'SERVICE_UNAVAILABLE',
    ]),
  },
};
