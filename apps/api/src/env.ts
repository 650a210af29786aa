// Reads the environment. No other file reads process.env.
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { ConfigError, parseDatabaseUrl } from '@tydo/db';
import * as z from 'zod/mini';
import { parseTraceEnv, type TraceSettings } from './trace-env.ts';

const number = (min: number, max: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)),
    z.pipe(
      z.transform(Number),
      z.int().check(z.gte(min, `must be at least ${min}`), z.lte(max, `must be at most ${max}`)),
    ),
  );

const origin = z.pipe(
  z.string().check(
    z.refine((text) => isOrigin(text), {
      error: 'must be an origin such as https://tydo.example.com, without a path',
    }),
  ),
  z.transform((text: string) => new URL(text).origin),
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

const smtpUrl = z.string().check(
  z.refine((text) => isSmtpUrl(text), {
    error: 'must be smtp://user:password@host:port, or smtps://',
  }),
);

// Only characters that need no quotes in a header.
const mailbox = String.raw`[\w.!#$%&'*+/=?^{|}~-]{1,64}@[\w-]+(\.[\w-]+)*`;
const sender = z
  .string()
  .check(
    z.trim(),
    z.regex(
      new RegExp(`^(${mailbox}|[^<>"(),:;@\\\\\\p{Cc}]{1,100}<${mailbox}>)$`, 'u'),
      'must be an address, or Name <address>',
    ),
  );

const secret = z.string().check(z.minLength(32, 'must have at least 32 characters'));

/** `2:new,1:old`, as Better Auth documents it. */
const secrets = list(
  z.pipe(
    z
      .string()
      .check(
        z.regex(
          /^\d{1,9}:/,
          'must be a list such as 2:new secret,1:old secret; the first one signs',
        ),
      ),
    z.pipe(
      z.transform((text: string) => {
        const colon = text.indexOf(':');
        return { version: Number(text.slice(0, colon)), value: text.slice(colon + 1).trim() };
      }),
      z.object({ version: z.int(), value: secret }),
    ),
  ),
).check(
  z.minLength(1, 'must have a secret, such as 1:secret'),
  z.refine((all) => new Set(all.map(({ version }) => version)).size === all.length, {
    error: 'must give each secret a version of its own',
  }),
);

const Env = z.object({
  // Checked by the package that reads it, see `databaseProblems`.
  DATABASE_URL: z._default(z.string(), ''),
  DATABASE_POOL_SIZE: z._default(number(1, 1000), 5),
  DATABASE_MAX_OVERFLOW: z._default(number(0, 1000), 10),
  DATABASE_POOL_RECYCLE_SECONDS: z._default(number(1, 86_400), 300),
  // One of them is required, see `secretProblems`.
  BETTER_AUTH_SECRET: z.optional(secret),
  BETTER_AUTH_SECRETS: z.optional(secrets),
  BETTER_AUTH_URL: z.optional(origin),
  TRUSTED_ORIGINS: z._default(list(origin), []),
  HOST: z._default(z.string(), '127.0.0.1'),
  PORT: z._default(number(0, 65_535), 3000),
  TRUST_PROXY: z.optional(
    z.pipe(
      z.string().check(
        z.refine((text) => isHops(text) || text.split(',').every(isRange), {
          error: 'must be a number of hops up to 100, or a list such as 10.0.0.0/8, 192.168.1.1',
        }),
      ),
      z.transform((text: string) =>
        isHops(text) ? Number(text) : text.split(',').map((part) => part.trim()),
      ),
    ),
  ),
  SMTP_URL: z.optional(smtpUrl),
  MAIL_FROM: z.optional(sender),
  METRICS_PORT: z.optional(number(0, 65_535)),
  SIGN_UP: z._default(z.enum(['open', 'closed'], { error: 'must be open or closed' }), 'open'),
  OPERATION_RETENTION_DAYS: z.optional(number(90, 36_500)),
  LOG_LEVEL: z._default(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    }),
    'info',
  ),
});
export type Env = z.output<typeof Env>;

/**
 * Reads and validates the variables that the README lists.
 *
 * @param file the path of a `.env` file, which may be missing.
 * @param source the real environment. It wins over the file; a blank value in it counts as not set, and hides
 * the value of the file.
 * @throws ConfigError that lists every wrong variable, without its value.
 */
export function readEnv(file: string, source: NodeJS.Dict<string> = process.env): Env {
  const { fromFile, set } = readVariables(file, source);
  const result = Env.safeParse(set);
  const traces = parseTraceEnv(set);
  const problems = [
    ...databaseProblems(set['DATABASE_URL']),
    ...secretProblems(set),
    ...(result.error?.issues ?? []).map(({ path, message }) => `${String(path[0])} ${message}`),
    ...(traces && 'problems' in traces ? traces.problems : []),
    ...(set['SMTP_URL'] !== undefined && set['MAIL_FROM'] === undefined
      ? ['MAIL_FROM is not set; SMTP_URL needs it: the sender of mails']
      : []),
  ];
  if (result.data && problems.length === 0) return result.data;
  const hidden = Object.keys(fromFile).filter(
    (name) => fromFile[name]?.trim() && source[name]?.trim() === '',
  );
  const hints = hidden.map(
    (name) => `${name} is set to nothing in the environment, which hides the value in .env`,
  );
  const lines = [...new Set([...problems, ...hints])].map((problem) => `  ${problem}`);
  throw new ConfigError(`The environment is not valid:\n${lines.join('\n')}`);
}

/** DATABASE_URL as `readEnv` reads it, for commands that need nothing else; undefined where it is not set. */
export const readDatabaseUrl = (
  file: string,
  source: NodeJS.Dict<string> = process.env,
): string | undefined => readVariables(file, source).set['DATABASE_URL'];

/**
 * The settings of traces; undefined where the standard variables of OpenTelemetry do not turn them on. Those of the
 * file are set in the environment, where OpenTelemetry's packages read them. After `readEnv`, which checks them.
 */
export function enableTracing(
  file: string,
  source: NodeJS.Dict<string> = process.env,
): TraceSettings | undefined {
  const { set } = readVariables(file, source);
  const traces = parseTraceEnv(set);
  if (!traces || !('settings' in traces)) return undefined;
  for (const [name, value] of Object.entries(set)) {
    if (name.startsWith('OTEL_')) source[name] = value;
  }
  return traces.settings;
}

/** Whether NODE_ENV says so, in the environment or in the file. */
export const isProduction = (file: string, source: NodeJS.Dict<string> = process.env): boolean =>
  readVariables(file, source).set['NODE_ENV']?.trim() === 'production';

function readVariables(file: string, source: NodeJS.Dict<string>) {
  const fromFile = readFile(file);
  const all = Object.entries({ ...fromFile, ...source });
  const set: NodeJS.Dict<string> = Object.fromEntries(all.filter(([, value]) => value?.trim()));
  return { fromFile, set };
}

function databaseProblems(url: string | undefined): string[] {
  try {
    parseDatabaseUrl(url, '/');
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const secretProblems = (set: NodeJS.Dict<string>): string[] =>
  ['BETTER_AUTH_SECRET', 'BETTER_AUTH_SECRETS'].some((name) => set[name] !== undefined)
    ? []
    : ['BETTER_AUTH_SECRET is not set; make one with: openssl rand -base64 32'];

function readFile(file: string): NodeJS.Dict<string> {
  if (!existsSync(file)) return {};
  try {
    // Editors on Windows start files with a byte order mark.
    return parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new ConfigError(`${file} cannot be read. Check its permissions.`);
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '');
}

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname } = new URL(text);
  return /^smtps?:$/.test(protocol) && hostname !== '' && /^\/?$/.test(pathname);
}

const isHops = (text: string) => /^\d+$/.test(text) && Number(text) <= 100;

/** An IP address, or a range of them in CIDR notation. */
function isRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.trim().split('/');
  const maxBits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  if (maxBits < 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits);
}
