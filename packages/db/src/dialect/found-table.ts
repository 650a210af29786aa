// A table as the database's catalogue describes it, in one shape for both engines.

export interface FoundColumn {
  name: string;
  type: string;
  /** Null for the type's default, and always on SQLite. */
  collation: string | null;
  nullable: boolean;
  default: string | null;
  /** The database generates the numbers, and never uses one twice. */
  autoincrement: boolean;
}

export interface FoundIndex {
  name: string;
  /** In order, joined by a comma and a space. */
  columns: string;
  unique: boolean;
  /** The condition of a partial index. */
  condition: string | null;
  /** False after a failed `create index concurrently`. */
  usable: boolean;
}

export interface FoundTable {
  /** `table`, `view`, … */
  kind: string;
  columns: FoundColumn[];
  /** Without the primary key. */
  indexes: FoundIndex[];
  /** Columns, joined by a comma and a space; empty without a primary key. */
  primaryKey: string;
  /** Foreign keys, checks and exclusions, as the database prints them. */
  constraints: string[];
  /** Whether foreign keys of other tables refer to it; only read on SQLite. */
  isReferenced: boolean;
  /** The statements that create its indexes and triggers, by name; only read on SQLite. */
  attached: { name: string; statement: string }[];
}
