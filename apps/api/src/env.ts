// The environment, read once and passed on as values. No other file looks at process.env.
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from '@tydo/db';
import * as z from 'zod/mini';

const number = (min: number, max: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)),
    z.pipe(
      z.transform(Number),
      z.int().check(z.gte(min, `must be at least ${min}`), z.lte(max, `must be at most ${max}`)),
    ),
  );

const origin = z.string().check(
  z.refine((text) => isOrigin(text), {
    error: 'must be an origin such as https://tydo.example.com, without a path',
  }),
);

const list = <T extends z.core.$ZodType<unknown, string>>(item: T) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
    ),
    z.array(item),
  );

const Env = z.object({
  DATABASE_URL: z.string('is not set; write DATABASE_URL=sqlite:./data/tydo.db'),
  DATABASE_POOL_SIZE: z._default(number(1, 1000), 5),
  DATABASE_MAX_OVERFLOW: z._default(number(0, 1000), 10),
  DATABASE_POOL_RECYCLE_SECONDS: z._default(number(1, 86_400), 300),
  BETTER_AUTH_SECRET: z
    .string('is not set; make one with: openssl rand -base64 32')
    .check(z.minLength(32, 'must have at least 32 characters')),
  BETTER_AUTH_URL: z.optional(origin),
  TRUSTED_ORIGINS: z._default(list(origin), []),
  HOST: z._default(z.string(), '127.0.0.1'),
  PORT: z._default(number(0, 65_535), 3000),
  TRUST_PROXY: z.optional(
    z.union([number(0, 100), list(z.string().check(z.regex(/^[\da-f.:]+(\/\d{1,3})?$/i)))], {
      error: 'must be a number of hops or a list such as 10.0.0.0/8, 192.168.1.1',
    }),
  ),
  LOG_LEVEL: z._default(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    }),
    'info',
  ),
});
export type Env = z.output<typeof Env>;

/**
 * Reads the variables that the README lists.
 *
 * @param file the path of a `.env` file, which may be missing.
 * @param source the real environment. It wins over the file; a blank value there counts as not set
 * and is not filled from the file.
 * @throws ConfigError that lists every variable that is wrong. Values are not shown.
 */
export function readEnv(file: string, source: NodeJS.Dict<string> = process.env): Env {
  const given = Object.entries({ ...readFile(file), ...source });
  const set = Object.fromEntries(given.filter(([, value]) => value?.trim()));
  const result = Env.safeParse(set);
  const problems = result.error?.issues.map(
    ({ path, message }) => `  ${String(path[0])} ${message}`,
  );
  if (result.data && result.data.DATABASE_POOL_SIZE + result.data.DATABASE_MAX_OVERFLOW >= 2) {
    return result.data;
  }
  const reasons = problems ?? ['  DATABASE_POOL_SIZE + DATABASE_MAX_OVERFLOW must be at least 2'];
  throw new ConfigError(`The environment is not right:\n${[...new Set(reasons)].join('\n')}`);
}

function readFile(file: string): NodeJS.Dict<string> {
  if (!existsSync(file)) return {};
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`${file} cannot be read. Check its permissions.`);
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, '');
}
