/** What the process gives to a command. */
export interface Io {
  env: Readonly<Record<string, string | undefined>>;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  /** For people; data goes to `stdout`. */
  stderr: NodeJS.WriteStream;
}
