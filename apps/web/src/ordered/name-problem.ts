import { fieldErrors } from '../lib/field-errors.ts';
import type { NameAndColor } from './ordered.ts';

interface NameSchema {
  safeParse: (input: unknown) => {
    error?: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined;
  };
}

/** For a form: why the schema of a new row refuses the name; undefined where it does not. */
export const nameProblem =
  (schema: NameSchema) =>
  ({ name }: Pick<NameAndColor, 'name'>): string | undefined => {
    const { error } = schema.safeParse({ name });
    return error && fieldErrors(error, ['name']).name;
  };
