// Settings of a server, database or role with which Tydo would fail or misread values: the start stops with
// their names and the command that corrects them. docs/decisions/0019-postgresql-settings.md has the
// settings that make no difference.
import { type Kysely, sql } from 'kysely';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { ConfigError } from '../errors.ts';

interface Requirement {
  /** Whether Tydo works with this value; times are in milliseconds. */
  holds: (setting: string) => boolean;
  /** The value to set, as SQL. */
  to: string;
  because: string;
}

const is = (...right: string[]) => ({
  holds: (setting: string) => right.includes(setting),
  to: `'${right[0]}'`,
});
/** `0` means no limit. */
const unlimited = { holds: (setting: string) => Number(setting) === 0 };
const atLeast = (milliseconds: number) => ({
  holds: (setting: string) => unlimited.holds(setting) || Number(setting) >= milliseconds,
  to: `'${milliseconds}ms'`,
});

const requirements = new Map<string, Requirement>(
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
    // Tydo's own limits are as short; a shorter one at the server ends statements that would succeed.
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
  } satisfies Record<string, Requirement>),
);

interface Found {
  name: string;
  setting: string;
  source: string;
}

/**
 * Reads the server's settings, in one statement outside of any transaction.
 *
 * @throws ConfigError that names each wrong setting and the command that corrects it; or where the
 * database cannot hold all text, or has no schema for our tables.
 */
export async function checkSettings(db: Kysely<never>, target: PostgresTarget): Promise<void> {
  const names = sql.join([...requirements.keys(), 'server_encoding'].map((name) => sql.lit(name)));
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
  const wrong = rows.filter(
    ({ name, setting }) => requirements.get(name)?.holds(setting) === false,
  );
  const sentences = wrong.map((found) => sentenceOf(found, database, found.role));
  if (rows[0]?.schema === null) {
    sentences.push(
      `search_path names no schema that is there, so there is no place for the tables. Run: alter database ${quoted(database)} set search_path to public`,
    );
  }
  if (sentences.length > 0) throw new ConfigError(sentences.join('\n'));
}

function sentenceOf({ name, setting, source }: Found, database: string, role: string): string {
  const { to, because } = requirements.get(name) ?? { to: 'default', because: '' };
  const problem = `The database server has ${name} at '${setting}', with which ${because}.`;
  if (source === 'client') return `${problem} Take it out of options in DATABASE_URL.`;
  return `${problem} Run: alter ${ownerOf(source, database, role)} set ${name} to ${to}`;
}

/** The most specific place wins: a role's setting hides the database's. */
function ownerOf(source: string, database: string, role: string): string {
  if (source === 'user') return `role ${quoted(role)}`;
  if (source === 'database user') return `role ${quoted(role)} in database ${quoted(database)}`;
  return `database ${quoted(database)}`;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
