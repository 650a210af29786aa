// What the engine has to know of nouns and commands. It names none of them; tydo/ has ours.

/** Names a row of a noun on this device. */
export type Key = string | number;

/** Fields by their names. */
export type Fields = Readonly<Record<string, unknown>>;

/** A row as its read schema gives it. */
export type Row = Fields & { readonly updatedAt: string };

/** What a row was and what it became; null where there was none, or none is left. */
export interface Change<R extends Row = Row> {
  noun: string;
  key: Key;
  before: R | null;
  after: R | null;
}

/** What a command makes of a row; null deletes it. */
export type Written<R extends Row = Row> = Omit<Change<R>, 'before'>;

/** The types of rows by noun. */
export type RowTypes = Readonly<Record<string, Row>>;

/** The rows as a command sees them. */
export interface SeeRows<Types extends RowTypes = RowTypes> {
  row<Noun extends keyof Types & string>(noun: Noun, key: Key): Types[Noun] | undefined;
  /** Rows of a noun that name a row in one of its `references`. */
  where<Noun extends keyof Types & string>(noun: Noun, field: string, name: unknown): Types[Noun][];
  /** All rows of a noun that has few. */
  all<Noun extends keyof Types & string>(noun: Noun): Types[Noun][];
}

/** All that a command may read. What it read is recorded: it is applied again when that changes. */
export interface See<Types extends RowTypes = RowTypes> extends SeeRows<Types> {
  /** Whether what the model loads late is here. Who asks has it loaded, and is applied again then. */
  isLateHere(): boolean;
  /** What an operation changed; undefined where that is not known here. */
  changesOf(operationId: string): readonly Change[] | undefined;
}

export interface Noun<R extends Row = Row, Types extends RowTypes = RowTypes> {
  /** The fields of its read schema. */
  fields: readonly string[];
  /** What names a row on this device; no key where the row is none of this noun. */
  keyOf(row: R): unknown;
  /** Fields that name other rows, with the noun of those; commands may look rows up by them. */
  references: Readonly<Record<string, string>>;
  /** The texts that a search looks into. */
  texts(row: R): readonly (string | null)[];
  /** The order of views: total, so that each row has one place. */
  compare(one: R, other: R): number;
  /** Other orders of views, by name. */
  orders?: Readonly<Record<string, Order<R>>>;
  /** What a view may ask of rows besides values of fields, by name. */
  conditions?: Readonly<Record<string, Condition<R, Types>>>;
  /** Whether commands on a row like this need what the model loads late: it is loaded when there is one. */
  needsLate?(row: R): boolean;
  /** Whether an undo may leave a row like this among the others. */
  isAllowed?(see: SeeRows<Types>, row: R): boolean;
  /** Which chunk of the disk a confirmed row lies in. */
  chunkOf(row: R): number;
}

export interface Order<R extends Row = Row> {
  compare(one: R, other: R): number;
}

export interface RowTest<R extends Row = Row> {
  holds(row: R): boolean;
  /** When what is said of the row changes by itself, in ms since 1970; without it, never. */
  changesAt?(row: R): number;
}

/** A test of rows that depends on rows of other nouns, or on the clock. */
export interface Condition<R extends Row = Row, Types extends RowTypes = RowTypes> {
  /** The fields of other nouns that it reads: it is made again when they change. */
  reads: Readonly<Record<string, readonly string[]>>;
  /** Whether it needs what the model loads late; it holds for no row until that is here. */
  isLate?: boolean;
  /** @param argument what the view asks for. @param now ISO timestamp. */
  make(see: Pick<SeeRows<Types>, 'all'>, argument: string, now: string): RowTest<R>;
}

/** When a command was done. */
export interface Moment {
  /** ISO timestamp by the device's clock. */
  now: string;
  /** Grows from command to command, whatever the clock says. */
  place: number;
}

/** Text that a command overwrites: what the person saw of it is compared before it is sent. */
export interface TextChange {
  noun: string;
  key: Key;
  /** The new texts, by field. */
  texts: Fields;
}

export interface Command<Input extends object = object, Types extends RowTypes = RowTypes> {
  /** @throws where the input is none. */
  parse(input: unknown): Input;
  /** Gives names to the rows that it makes and that have none. */
  name?(input: Input, newId: () => string): Input;
  /** What it makes of the rows; the same as the server would. Pure. */
  apply(see: See<Types>, input: Input, moment: Moment): Written[];
  /** Undefined where it overwrites no text. */
  textChange?(input: Input): TextChange | undefined;
  /** The row that it deletes, where the person is told that it was changed elsewhere meanwhile. */
  deletes?(input: Input): { noun: string; key: Key };
  /** What is left to do where rows are gone; undefined where nothing is. Without it, NOT_FOUND is a refusal. */
  remaining?(see: Pick<See<Types>, 'row'>, input: Input): Input | undefined;
}

export interface Model {
  nouns: Readonly<Record<string, Noun>>;
  commands: Readonly<Record<string, Command>>;
  /** Loads what few commands and conditions need, so that it is not in the first load. */
  loadLate?(): Promise<unknown>;
}

/** The input of a command, by its name. */
export type InputOf<M extends Model, Name extends keyof M['commands']> =
  M['commands'][Name] extends Command<infer Input, never> ? Input : never;

/** A row, by its noun. */
export type RowOf<M extends Model, Name extends keyof M['nouns']> =
  M['nouns'][Name] extends Noun<infer R> ? R : never;
