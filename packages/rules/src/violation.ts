// What rules throw where an input cannot be carried out. The server answers with the error of the contract;
// a device shows nothing of the command, and the server refuses it later.

/** An input that breaks a rule: BAD_REQUEST, at the field, or at none. */
export class RuleViolation extends Error {
  readonly field: string | undefined;

  constructor(message: string, field?: string) {
    super(message);
    this.name = 'RuleViolation';
    this.field = field;
  }
}

/** An input that names a row that is not there: NOT_FOUND. */
export class MissingRow extends Error {
  readonly noun: string;

  constructor(noun: string) {
    super(`There is no such ${noun}.`);
    this.name = 'MissingRow';
    this.noun = noun;
  }
}

/** An input that was made for another state of the row: CONFLICT, with the row as it is. */
export class RowConflict extends Error {
  readonly noun: string;
  readonly row: object;

  constructor(message: string, noun: string, row: object) {
    super(message);
    this.name = 'RowConflict';
    this.noun = noun;
    this.row = row;
  }
}
