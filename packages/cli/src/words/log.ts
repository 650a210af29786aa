import { connect } from '../connect.ts';
import type { Run } from '../context.ts';
import { parseOptions } from '../options.ts';

/** Lists operations, newest first. */
export const log: Run = async (args, { io, print }) => {
  const options = { limit: { type: 'integer' }, cursor: { type: 'string' } };
  print(await connect(io).operation.list.query(parseOptions(args, options).values));
};
