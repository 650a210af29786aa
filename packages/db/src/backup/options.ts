// What the commands need to know.

export interface BackupOptions {
  /** DATABASE_URL. */
  url: string | undefined;
  /** Where relative paths in it start. */
  baseDir: string;
  /** The names of Better Auth's tables, in an order in which none refers to a later one. */
  authTables: readonly string[];
}

export interface RestoreOptions extends BackupOptions {
  /** Creates what is missing of the tables, ours and Better Auth's, in the database of a URL. */
  createTables: (url: string) => Promise<void>;
  /** Allows that all rows of a PostgreSQL database are replaced. A file of SQLite is kept anyway. */
  replace: boolean;
}
