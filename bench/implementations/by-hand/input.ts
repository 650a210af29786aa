// Parses inputs with the same checks as the schemas.
import { pageLimits } from '@tydo/schemas/paging';
import { taskLimits } from '@tydo/schemas/task';
import { RequestError } from './request-error.ts';

export type Input = unknown;
export interface List {
  limit: number;
  completed: boolean | undefined;
}
export interface Create {
  title: string;
  description: string | null;
}
export interface Update {
  id: number;
  title: string | undefined;
  description: string | null | undefined;
  completed: boolean | undefined;
}

export function readList(input: Input): List {
  const { limit = pageLimits.defaultPage, completed } = fields(input ?? {}, ['limit', 'completed']);
  return {
    limit: integer('limit', limit, pageLimits.page),
    completed: completed === undefined ? undefined : boolean('completed', completed),
  };
}

export const readId = (input: Input): number =>
  integer('id', fields(input, ['id'])['id'], taskLimits.id);

export function readCreate(input: Input): Create {
  const { title, description = null } = fields(input, ['title', 'description']);
  return { title: line(title), description: readText(description) };
}

export function readUpdate(input: Input): Update {
  const values = fields(input, ['id', 'title', 'description', 'completed']);
  const { id, title, description, completed } = values;
  return {
    id: integer('id', id, taskLimits.id),
    title: title === undefined ? undefined : line(title),
    description: description === undefined ? undefined : readText(description),
    completed: completed === undefined ? undefined : boolean('completed', completed),
  };
}

const refuse = (field: string): never => {
  throw new RequestError(400, 'BAD_REQUEST', `${field} is invalid.`);
};

function fields(input: Input, known: string[]): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return refuse('input');
  for (const name in input) if (!known.includes(name)) refuse(name);
  return input as Record<string, unknown>;
}

const integer = (field: string, value: unknown, max: number): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max
    ? value
    : refuse(field);

const boolean = (field: string, value: unknown): boolean =>
  typeof value === 'boolean' ? value : refuse(field);

function line(value: unknown): string {
  if (typeof value !== 'string') return refuse('title');
  const title = value.trim();
  const isGood =
    /[^\p{White_Space}\p{Cc}\p{Cf}]/u.test(title) && !/[\r\n\u0085\u2028\u2029]/.test(title);
  return isGood ? text('title', title, taskLimits.title) : refuse('title');
}

const readText = (value: unknown): string | null =>
  value === null || value === ''
    ? null
    : typeof value === 'string'
      ? text('description', value, taskLimits.description)
      : refuse('description');

function text(field: string, value: string, max: number): string {
  let length = 0;
  for (const _ of value) length += 1;
  return length <= max && !value.includes('\0') && value.isWellFormed() ? value : refuse(field);
}
