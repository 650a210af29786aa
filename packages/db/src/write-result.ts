import type { ScopeProvider, WithOperationId, Work, WriteOptions } from './scope.ts';

/** Runs a write for its result. @param size of an ordinary one by default. */
export type RunWrite = <Input extends WithOperationId, Result>(
  kind: string,
  input: Input,
  work: Work<Input, Result>,
  size?: WriteOptions['size'],
) => Promise<Result>;

export const createRunWrite =
  ({ write }: Pick<ScopeProvider, 'write'>): RunWrite =>
  async (kind, input, work, size) =>
    (await write(kind, input, work, size ? { size } : {})).result;
