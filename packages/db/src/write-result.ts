import type { ScopeProvider, WithOperationId, Work } from './scope.ts';

/** Runs a write of an ordinary size, for its result. */
export type RunWrite = <Input extends WithOperationId, Result>(
  kind: string,
  input: Input,
  work: Work<Input, Result>,
) => Promise<Result>;

export const createRunWrite =
  ({ write }: Pick<ScopeProvider, 'write'>): RunWrite =>
  async (kind, input, work) =>
    (await write(kind, input, work)).result;
