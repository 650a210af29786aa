// The inputs of all procedures, derived from their schemas. A new procedure is included automatically.
import type { AnyRouter } from '@trpc/server';
import type { ErrorCode } from '@tydo/schemas/error';
import { type InputShape, isClientGenerated, leavesOf } from '@tydo/schemas/testing/input-shape';
import { inputShapeOf, unknown } from '@tydo/schemas/testing/input-shape-of';
import type * as z from 'zod/mini';
import type { Meta } from '../trpc/trpc.ts';

export interface Procedure {
  path: string;
  type: 'query' | 'mutation';
  input: InputShape;
  /** Error codes that a signed-in caller may get for an input that its schema accepts. */
  errors: ErrorCode[];
}

/** @throws Error for an input that might carry an id and is not understood; it says what to do. */
export function proceduresOf(router: AnyRouter): Procedure[] {
  const procedures: Record<string, { _def: Definition }> = router._def.procedures;
  return Object.entries(procedures).flatMap(([path, { _def }]) => {
    if (testedElsewhere.has(path)) return [];
    if (_def.type === 'subscription') throw unknown(path, 'subscription');
    const declared = Object.keys(_def.meta?.errors ?? {}) as ErrorCode[];
    // BAD_REQUEST for what a schema does not check: an id that is listed twice, a foreign cursor.
    const errors: ErrorCode[] = ['BAD_REQUEST', ...declared];
    const input = inputShapeOf(path, _def.inputs);
    // The id may have been used before.
    if (leavesOf(input).some(isClientGenerated)) errors.push('CONFLICT');
    return [{ path, type: _def.type, input, errors }];
  });
}

/**
 * Procedures whose input is other calls, or that answer with a stream: sync/{push,watch}.test.ts. And those
 * whose rows are in no journal: token/tokens.test.ts.
 */
const testedElsewhere = new Set([
  'sync.push',
  'sync.watch',
  'token.list',
  'token.create',
  'token.revoke',
  'token.revokeAll',
]);

interface Definition {
  type: 'query' | 'mutation' | 'subscription';
  inputs: z.ZodMiniType[];
  meta?: Meta;
}
