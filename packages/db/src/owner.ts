// Whose rows a unit of work sees and writes. Nothing here has to be remembered by a verb.
import type { EventSubscriber, FlushEventArgs } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** The parameter of the filter, set once per unit of work. */
export interface Owner {
  personId: string;
}

/** For entities with a `userId`: on for every query; one that was given no person throws. */
export const ownerFilter = {
  name: 'owner',
  cond: ({ personId }: Owner) => ({ userId: personId }),
  default: true,
};

/** Refuses to write a row for anybody but the person whose unit of work it is. */
export const ownerGuard: EventSubscriber = {
  onFlush({ em, uow }: FlushEventArgs): void {
    const { personId } = em.getFilterParams<Partial<Owner>>(ownerFilter.name) ?? {};
    for (const { entity, meta } of uow.getChangeSets()) {
      if (meta.readonly || personId === undefined || entity['userId'] !== personId) {
        throw new TypeError(
          `A unit of work may write its own person's rows only (${meta.className}).`,
        );
      }
    }
  },
};

/** An EntityManager of one person's, for one unit of work. */
export function ownedFork(em: SqlEntityManager, personId: string): SqlEntityManager {
  const fork = em.fork();
  fork.setFilterParams(ownerFilter.name, { personId } satisfies Owner);
  return fork;
}
