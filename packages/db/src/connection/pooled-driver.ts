// Kysely's driver over pg's pool: hands out connections that answer, and transactions that end.
import { CompiledQuery, type Driver } from 'kysely';
import type pg from 'pg';
import { timeLeft, unavailable } from './failure.ts';
import { inTime, PooledConnection, statementTimeout } from './pooled-connection.ts';

// In milliseconds; the call's deadline (failure.ts) can only shorten them.
export const acquireTimeout = 2_500;
const pingTimeout = 400;
/** A connection that rested longer than this may have died unnoticed. */
const trustedRest = 1_000;

export class PooledDriver implements Driver {
  readonly pool: pg.Pool;
  /** When a connection was last given back. */
  readonly #rests = new WeakMap<pg.PoolClient, number>();

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  async init(): Promise<void> {}

  /** Connections that died while they rested are thrown away here, before a call depends on one. */
  async acquireConnection(): Promise<PooledConnection> {
    for (;;) {
      const client = await checkOut(this.pool);
      const since = this.#rests.get(client) ?? Infinity;
      if (Date.now() - since < trustedRest || since === Infinity || (await answers(client))) {
        return new PooledConnection(client);
      }
      client.release(true);
    }
  }

  async releaseConnection(connection: PooledConnection): Promise<void> {
    this.#rests.set(connection.client, Date.now());
    connection.release();
  }

  /**
   * The server gives up late statements too: one whose connection was cut would otherwise go on
   * waiting for its lock. LOCAL, because behind PgBouncer the session is not ours.
   */
  async beginTransaction(connection: PooledConnection): Promise<void> {
    const limit = timeLeft(statementTimeout);
    // A little earlier than we do, so that the connection can be kept.
    const server = Math.max(1, Math.ceil(limit - 100));
    const bound = limit === Infinity ? '' : `; set local statement_timeout = ${server}`;
    await connection.executeQuery(CompiledQuery.raw(`begin${bound}`));
  }

  /** @throws Refusal SERVICE_UNAVAILABLE with `outcome: 'unknown'` when no reply came. */
  async commitTransaction(connection: PooledConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    await connection.rollback();
  }

  async destroy(): Promise<void> {
    await this.pool.end();
  }
}

async function checkOut(pool: pg.Pool): Promise<pg.PoolClient> {
  const connecting = pool.connect();
  try {
    return await inTime(connecting, timeLeft(acquireTimeout));
  } catch (error) {
    // It may still come, when nobody waits for it any more.
    connecting.then((client) => client.release()).catch(() => {});
    // Whatever the reason: nobody can be asked.
    throw unavailable(error);
  }
}

async function answers(client: pg.PoolClient): Promise<boolean> {
  try {
    await inTime(client.query('select 1'), timeLeft(pingTimeout));
    return true;
  } catch {
    return false;
  }
}
