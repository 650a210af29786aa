// Columns that several nouns have.
import { p } from '@mikro-orm/core';
import { type Color, rowLimits } from '@tydo/schemas/row';

/** A text of so many code points; with its length on SQLite too, where the ORM would declare it as text. */
export const varchar = (length: number) =>
  p.string().length(length).columnType(`varchar(${length})`);

/** Compared by bytes. */
export const key = (length: number) => varchar(length).collation('C');

/** Of the nouns with an order (ordered-rows.ts). */
export const orderedColumns = (nameLength: number) => ({
  userId: p.text().primary(),
  id: key(rowLimits.id).primary(),
  name: varchar(nameLength),
  rank: key(rowLimits.rank),
  createdAt: p.datetime(3),
  updatedAt: p.datetime(3),
});

export const colorColumn = () => p.text().$type<Color>().strictNullable();
