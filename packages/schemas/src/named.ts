// Types that editors and declarations show by name: `TaskRead`, not the list of its fields.
import type * as z from 'zod/mini';

/**
 * The output of a schema. `type TaskRead = Named<typeof taskRead>` is shown as `TaskRead`, because
 * TypeScript gives a mapped type the name of its alias; `z.output` alone is shown field by field. Not an
 * interface: tRPC's client shows interfaces field by field.
 */
export type Named<Schema extends z.ZodMiniType> = {
  [Field in keyof z.output<Schema>]: z.output<Schema>[Field];
};

/** A schema whose input and output are a `T`. */
export type SchemaOf<T> = z.ZodMiniType<T, T>;

/** An object's schema, the input and output of which are shown as `T`. */
export interface ObjectOf<T, Schema extends z.ZodMiniObject>
  extends z.ZodMiniType<T, T, Internals<T, Schema>> {
  shape: Schema['shape'];
}

interface Internals<T, Schema extends z.ZodMiniObject>
  extends Omit<
    z.core.$ZodObjectInternals<Schema['shape'], Schema['_zod']['config']>,
    'output' | 'input'
  > {
  output: T;
  input: T;
}
