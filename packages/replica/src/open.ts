// Opens a replica: a person's rows on their own device.
import { createReplica } from './create-replica.ts';
import type { Replica, ReplicaOptions } from './replica.ts';
import { type TydoModel, tydo } from './tydo/tydo.ts';

/** A replica of everything that a person has in Tydo. */
export const openReplica = (options: ReplicaOptions): Promise<Replica<TydoModel>> =>
  createReplica(tydo, options);
