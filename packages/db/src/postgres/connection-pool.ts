// pg's pool, with connections that are checked before a call depends on them.
import type pg from 'pg';
import type { Timeouts } from '../connection/connection.ts';
import { timeLeft, unavailable, withTimeout } from '../connection/deadline.ts';
import { internalsOf } from './pg-internals.ts';
import { PooledConnection } from './pooled-connection.ts';

// The call's deadline (connection/deadline.ts) can only shorten them.
export const acquireTimeoutMs = 2_500;
const pingTimeoutMs = 400;
/** A connection that was idle for longer may have died unnoticed. */
const maxTrustedIdleMs = 1_000;

export class ConnectionPool {
  readonly #pool: pg.Pool;
  readonly #timeouts: Timeouts;
  /** When a connection was last released. */
  readonly #idleSince = new WeakMap<pg.PoolClient, number>();
  /** Whether statements may be prepared under names; undefined until a connection was asked. */
  #keepsNames: boolean | undefined;

  /** @param keepsNames where that is known already. */
  constructor(pool: pg.Pool, timeouts: Timeouts, keepsNames?: true) {
    this.#pool = pool;
    this.#timeouts = timeouts;
    this.#keepsNames = keepsNames;
  }

  /** @throws Refusal SERVICE_UNAVAILABLE where none comes in time. */
  async acquire(): Promise<PooledConnection> {
    const client = await this.#acquire(maxTrustedIdleMs);
    this.#keepsNames ??= await isDirect(client);
    const pool = {
      // Where one connection was lost, the other idle ones may be lost as well.
      replace: () => this.#acquire(0),
      release: (released: pg.PoolClient, broken: boolean) => this.#release(released, broken),
      keepsNames: this.#keepsNames ?? false,
    };
    return new PooledConnection(pool, client, this.#timeouts);
  }

  async #acquire(trustedIdleMs: number): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.#connect();
      const since = this.#idleSince.get(client);
      const isTrusted = since === undefined || Date.now() - since < trustedIdleMs;
      if (isTrusted || (await isAlive(client))) return client;
      client.release(true);
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    const connecting = this.#pool.connect();
    try {
      return await withTimeout(connecting, timeLeft(acquireTimeoutMs));
    } catch (error) {
      // It may still come, after its caller has given up.
      connecting.then(
        (client) => this.#release(client, false),
        () => {},
      );
      throw unavailable(error);
    }
  }

  #release(client: pg.PoolClient, broken: boolean): void {
    this.#idleSince.set(client, Date.now());
    client.release(broken);
  }
}

const ping = <Row extends pg.QueryResultRow>(client: pg.PoolClient, sql: string) =>
  withTimeout(client.query<Row>(sql), Math.min(timeLeft(pingTimeoutMs), pingTimeoutMs));

/**
 * Whether this is a session of the server itself. A pooler, which may send the next statement to another
 * session, tells its clients a process id of its own. Undefined where no answer comes.
 */
const isDirect = (client: pg.PoolClient): Promise<boolean | undefined> =>
  ping<{ pid: number }>(client, 'select pg_backend_pid() as pid').then(
    ({ rows }) => rows[0]?.pid === internalsOf(client).processID,
    () => undefined,
  );

const isAlive = (client: pg.PoolClient): Promise<boolean> =>
  ping(client, 'select 1').then(
    () => true,
    () => false,
  );
