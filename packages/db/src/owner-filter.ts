// Restricts an EntityManager to the rows of one person, so that no verb has to.
import type { EventSubscriber, FlushEventArgs } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/** The filter's parameter, set once per EntityManager. */
export interface Owner {
  personId: string;
}

/** For entities with a `userId`. It applies to every query; without a person the query throws. */
export const ownerFilter = {
  name: 'owner',
  cond: ({ personId }: Owner) => ({ userId: personId }),
  default: true,
};

/** Throws when a flush would write a row of another person. */
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

/** A new EntityManager, restricted to one person. */
export function ownedFork(em: SqlEntityManager, personId: string): SqlEntityManager {
  const fork = em.fork();
  fork.setFilterParams(ownerFilter.name, { personId } satisfies Owner);
  return fork;
}
