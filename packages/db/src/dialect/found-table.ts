// What lies in the database under a table's name, read from its own catalogue; both engines in one shape.

export interface FoundColumn {
  name: string;
  type: string;
  /** Where it is not the type's own. SQLite's catalogue knows none; there every column is compared by bytes. */
  collation: string | null;
  nullable: boolean;
  default: string | null;
  /** Numbers are given out by the database and never used twice. */
  autoincrement: boolean;
}

export interface FoundIndex {
  name: string;
  /** In order, separated by a comma and a space. */
  columns: string;
  unique: boolean;
  /** Of a partial index. */
  condition: string | null;
  /** False where its creation was given up half-way. */
  usable: boolean;
}

export interface FoundTable {
  /** `table`, or what else has the name. */
  kind: string;
  columns: FoundColumn[];
  /** Without the primary key's. */
  indexes: FoundIndex[];
  /** Columns, separated by a comma and a space; empty without one. */
  primaryKey: string;
  /** Foreign keys, checks and exclusions, as the database prints them. */
  constraints: string[];
  /** Whether foreign keys of other tables point here; PostgreSQL need not be asked. */
  isReferenced: boolean;
  /** What makes the indexes and triggers on it again, by name; PostgreSQL need not be asked. */
  attached: { name: string; statement: string }[];
}
