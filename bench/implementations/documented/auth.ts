// Better Auth with a connection of its own, as its documentation shows it, but with Tydo's column and
// cookie names.
import { betterAuth } from 'better-auth';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { columns } from '../../../apps/api/src/account/columns.ts';

export const createAuth = (url: string, secret: string) =>
  betterAuth({
    database: url.startsWith('sqlite:')
      ? new Sqlite(url.slice('sqlite:'.length))
      : new pg.Pool({ connectionString: url, max: 15 }),
    secret,
    baseURL: 'http://127.0.0.1',
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true },
    advanced: { cookiePrefix: 'tydo' },
    ...columns,
  });
