// Kysely's driver over pg's pool: hands out connections that answer, and transactions that end.
import type { CompiledQuery, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import type { Timeouts } from '../connection/connection.ts';
import { timeLeft, unavailable, withTimeout } from '../connection/deadline.ts';
import { internalsOf } from './pg-internals.ts';
import { PooledConnection } from './pooled-connection.ts';

// In milliseconds; the call's deadline (connection/deadline.ts) can only shorten them.
export const acquireTimeout = 2_500;
const pingTimeout = 400;
/** A connection that rested longer than this may have died unnoticed. */
const trustedRest = 1_000;

export class PooledDriver implements Driver {
  readonly pool: pg.Pool;
  readonly #timeouts: Timeouts;
  /** When a connection was last given back. */
  readonly #rests = new WeakMap<pg.PoolClient, number>();
  /** Whether statements may be kept under names; undefined until somebody was asked. */
  #keepsNames: boolean | undefined;

  /** @param keepsNames where that is known without asking. */
  constructor(pool: pg.Pool, timeouts: Timeouts, keepsNames?: true) {
    this.pool = pool;
    this.#timeouts = timeouts;
    this.#keepsNames = keepsNames;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    const client = await this.#take({ trustedRest });
    this.#keepsNames ??= await isDirect(client);
    const clients = {
      // Where one was lost, those that rest beside it may be lost as well.
      replace: () => this.#take({ trustedRest: 0 }),
      give: (lost: pg.PoolClient, broken: boolean) => this.#give(lost, broken),
      keepsNames: this.#keepsNames ?? false,
    };
    return new PooledConnection(clients, client, this.#timeouts);
  }

  /** Over a connection of its own. */
  async executeOutsideTransaction<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const connection = await this.acquireConnection();
    try {
      return await connection.executeQuery<Row>(query);
    } finally {
      connection.release();
    }
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    connection.release();
  }

  beginTransaction(connection: PooledConnection): Promise<void> {
    return connection.begin();
  }

  /** @throws Refusal SERVICE_UNAVAILABLE with `outcome: 'unknown'` when no reply came. */
  commitTransaction(connection: PooledConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction(connection: PooledConnection): Promise<void> {
    return connection.rollback();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }

  /** Connections that died while they rested are thrown away here, before a call depends on one. */
  async #take(trust: { trustedRest: number }): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.#checkOut();
      const since = this.#rests.get(client);
      const isTrusted = since === undefined || Date.now() - since < trust.trustedRest;
      if (isTrusted || (await answers(client))) return client;
      client.release(true);
    }
  }

  async #checkOut(): Promise<pg.PoolClient> {
    const connecting = this.pool.connect();
    try {
      return await withTimeout(connecting, timeLeft(acquireTimeout));
    } catch (error) {
      // It may still come, when nobody waits for it any more.
      connecting.then(
        (client) => this.#give(client, false),
        () => {},
      );
      // Whatever the reason: nobody can be asked.
      throw unavailable(error);
    }
  }

  #give(client: pg.PoolClient, broken: boolean): void {
    this.#rests.set(client, Date.now());
    client.release(broken);
  }
}

/**
 * Whether this is a session of the server, and not of a pooler before it, which may give the next
 * statement to another: a pooler tells a process id of its own. Undefined where nobody answers.
 */
async function isDirect(client: pg.PoolClient): Promise<boolean | undefined> {
  try {
    const asked = client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const { rows } = await withTimeout(asked, Math.min(timeLeft(pingTimeout), pingTimeout));
    return rows[0]?.pid === internalsOf(client).processID;
  } catch {
    return undefined;
  }
}

async function answers(client: pg.PoolClient): Promise<boolean> {
  try {
    await withTimeout(client.query('select 1'), Math.min(timeLeft(pingTimeout), pingTimeout));
    return true;
  } catch {
    return false;
  }
}
