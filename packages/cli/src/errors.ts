/** How a command ends (FACES §4). */
export const exitCodes = {
  done: 0,
  other: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  refused: 5,
  later: 6,
} as const;

/** The caller wrote something that is no command. */
export class UsageError extends Error {}

/** A sentence for the person, with the number of its exit. */
export class CommandError extends Error {
  readonly exit: number;

  constructor(message: string, exit: number = exitCodes.other) {
    super(message);
    this.exit = exit;
  }
}

/** `parentUid` is `--parent-uid`. */
export const optionOf = (field: string): string =>
  field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
