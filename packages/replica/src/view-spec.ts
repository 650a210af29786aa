// What a replica is asked for.
import type { Row } from './model.ts';

/** Which rows: all of a noun that meet all of this. */
export interface RowsSpec<Name extends string = string, R extends Row = Row> {
  noun: Name;
  /** Values of fields; of a field with several values, one of them. */
  where?: {
    readonly [Field in keyof R]?: R[Field] extends readonly (infer Item)[] ? Item : R[Field];
  };
  /** Conditions of the noun by name, with what each is about. */
  if?: Readonly<Record<string, string>>;
  /** What their texts hold. */
  search?: string;
}

export interface ViewSpec<Name extends string = string, R extends Row = Row>
  extends RowsSpec<Name, R> {
  /** One of the noun's `orders`; without it the order of the noun. */
  order?: string;
}

/** Which rows are counted, and by which field. A row counts for each value of a field with several. */
export interface CountSpec<Name extends string = string, R extends Row = Row>
  extends RowsSpec<Name, R> {
  by: keyof R & string;
}
