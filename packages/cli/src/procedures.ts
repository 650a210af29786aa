// The procedures of the server, from the file that `pnpm reference` writes.
import { readFileSync } from 'node:fs';

/** A schema of an input, as far as the command line reads it. */
export interface Schema {
  type?: string;
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

export interface Procedure {
  /** `task.createMany` */
  path: string;
  type: 'query' | 'mutation' | 'subscription';
  summary: string;
  http: string | false;
  input: Schema;
}

/** Those that are commands of their own; `import.add` is the command `import`. */
export function readProcedures(): Procedure[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- A test of the API keeps the file as it is.
  const all = JSON.parse(readFileSync(file, 'utf8')) as Procedure[];
  return all.filter(({ path, http }) => http !== false && path !== 'import.add');
}

const file = new URL('../procedures.json', import.meta.url);

/** The fields of an input; none where it takes nothing. */
export function fieldsOf({ input }: Procedure): Readonly<Record<string, Schema>> {
  const object = input.properties ? input : input.anyOf?.find(({ properties }) => properties);
  return object?.properties ?? {};
}

/** The fields that it needs. */
export const requiredOf = ({ input }: Procedure): readonly string[] => input.required ?? [];
