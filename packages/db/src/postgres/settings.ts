// Settings of a server, a database or a role under which Tydo would misread, refuse or lose something:
// a start names them, with the command that mends them. docs/decisions/0019-postgresql-settings.md has
// those that were tried and make no difference.
import { type Kysely, sql } from 'kysely';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { ConfigError } from '../errors.ts';

interface Demand {
  /** Whether Tydo works with it; of a time, in milliseconds. */
  holds: (setting: string) => boolean;
  /** What to set it to, as SQL. */
  to: string;
  because: string;
}

const is = (...right: string[]) => ({
  holds: (setting: string) => right.includes(setting),
  to: `'${right[0]}'`,
});
/** `0` is none. */
const none = { holds: (setting: string) => Number(setting) === 0 };
const atLeast = (milliseconds: number) => ({
  holds: (setting: string) => none.holds(setting) || Number(setting) >= milliseconds,
  to: `'${milliseconds}ms'`,
});

const demands = new Map<string, Demand>(
  Object.entries({
    DateStyle: {
      holds: (setting) => setting.startsWith('ISO'),
      to: "'ISO'",
      because: 'times would be misread',
    },
    standard_conforming_strings: { ...is('on'), because: 'backslashes would be misread' },
    quote_all_identifiers: { ...is('off'), because: 'the tables would not be recognized' },
    default_transaction_isolation: {
      ...is('read committed', 'read uncommitted'),
      because: 'changes at the same time would fail',
    },
    // Ours are shorter or as long; a shorter one of the server's ends what would have gone well.
    statement_timeout: { ...atLeast(2_000), because: 'statements would be cut off' },
    lock_timeout: { ...atLeast(2_000), because: 'changes at the same time would fail' },
    transaction_timeout: { ...atLeast(10_000), because: 'transactions would be cut off' },
    idle_in_transaction_session_timeout: {
      ...atLeast(5_000),
      because: 'transactions would be cut off',
    },
    idle_session_timeout: {
      ...atLeast(10_000),
      because: 'connections would be lost between calls',
    },
  } satisfies Record<string, Demand>),
);

interface Found {
  name: string;
  setting: string;
  source: string;
}

/**
 * Asks a server how it is set up for us, by one statement outside of any transaction.
 *
 * @throws ConfigError that names each setting that is wrong, and the command that mends it; or where the
 * database cannot hold all text, or has no schema for our tables.
 */
export async function checkSettings(db: Kysely<never>, target: PostgresTarget): Promise<void> {
  const names = sql.join([...demands.keys(), 'server_encoding'].map((name) => sql.lit(name)));
  const { rows } = await sql<Found & { schema: string | null; role: string }>`
    select name, setting, source, current_schema() as schema, session_user as role
    from pg_settings where name in (${names})`.execute(db);
  const { database } = target;
  const encoding = rows.find(({ name }) => name === 'server_encoding')?.setting;
  if (encoding !== undefined && encoding !== 'UTF8') {
    throw new ConfigError(
      `The database "${database}" has the encoding ${encoding}, which does not hold all text. Make another one: create database tydo encoding 'UTF8' template template0`,
    );
  }
  const wrong = rows.filter(({ name, setting }) => demands.get(name)?.holds(setting) === false);
  const sentences = wrong.map((found) => sentenceOf(found, database, found.role));
  if (rows[0]?.schema === null) {
    sentences.push(
      `search_path names no schema that is there, so there is no place for the tables. Run: alter database ${quoted(database)} set search_path to public`,
    );
  }
  if (sentences.length > 0) throw new ConfigError(sentences.join('\n'));
}

function sentenceOf({ name, setting, source }: Found, database: string, role: string): string {
  const { to, because } = demands.get(name) ?? { to: 'default', because: '' };
  const told = `The database server has ${name} at '${setting}', with which ${because}.`;
  if (source === 'client') return `${told} Take it out of options in DATABASE_URL.`;
  return `${told} Run: alter ${ownerOf(source, database, role)} set ${name} to ${to}`;
}

/** The narrowest place wins: what is set for a role hides what is set for the database. */
function ownerOf(source: string, database: string, role: string): string {
  if (source === 'user') return `role ${quoted(role)}`;
  if (source === 'database user') return `role ${quoted(role)} in database ${quoted(database)}`;
  return `database ${quoted(database)}`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
