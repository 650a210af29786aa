// `unit.tokens`: one person's API tokens. They are in no journal, so that no undo brings a token back.
import { TokenCreate, type TokenRead, TokenRef, tokenLimits } from '@tydo/schemas/token';
import { type Kysely, type QueryCreator, sql } from 'kysely';
import { withDeadline } from '../connection/deadline.ts';
import { accountDeleted, invalid, isUniqueViolation, notFound, taken } from '../errors.ts';
import { ownRowsOf } from '../own-rows.ts';
import { parseInput } from '../parse-input.ts';
import type { ScopeProvider, UnitDependencies } from '../scope.ts';
import { newUid } from '../uid.ts';
import { readToken, type TokenTable, tokenColumns } from './token-row.ts';
import { hashOf, newTokenText, startOf } from './token-text.ts';

const ownTokens = ownRowsOf((db: QueryCreator<TokenTable>) => db.selectFrom('api_token'));

const all = ownTokens<object, TokenTable['api_token']>((rows) =>
  rows
    .where('revoked_at', 'is', null)
    .select(tokenColumns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc'),
);

/** Inputs are parsed and errors thrown as in `unit.tasks`. */
export class Tokens {
  readonly #read: ScopeProvider['read'];
  readonly #dependencies: UnitDependencies;
  readonly #personId: string;
  readonly #deadline: number | undefined;

  constructor(
    { read }: ScopeProvider,
    dependencies: UnitDependencies,
    personId: string,
    deadline: number | undefined,
  ) {
    this.#read = read;
    this.#dependencies = dependencies;
    this.#personId = personId;
    this.#deadline = deadline;
  }

  /** Newest first, expired ones too, without revoked ones. */
  async list(): Promise<TokenRead[]> {
    return (await this.#read(({ query }) => query(all, {}))).map(readToken);
  }

  /**
   * @returns the token, and its text: only a hash of it is stored.
   * @throws Refusal BAD_REQUEST for an end in the past or too many tokens, CONFLICT for an id that exists,
   * UNAUTHORIZED if the account was deleted.
   */
  async create(input: TokenCreate): Promise<{ row: TokenRead; text: string }> {
    const given = parseInput(TokenCreate, input);
    const now = new Date();
    const expiresAt = given.expiresAt ?? null;
    if (expiresAt !== null && Date.parse(expiresAt) <= now.getTime()) {
      throw invalid('This is not ahead of now.', 'expiresAt');
    }
    const text = newTokenText(given.scopes.includes('feed') ? 'feed' : 'pat');
    const row: TokenRead = {
      id: given.id ?? newUid(),
      name: given.name,
      scopes: given.scopes,
      start: startOf(text),
      createdAt: now.toISOString(),
      expiresAt,
      lastUsedAt: null,
    };
    await this.#transaction(async (db) => {
      await this.#requireOpenAccount(db);
      if ((await this.#count(db, now)) >= tokenLimits.count) {
        throw invalid(`You have ${tokenLimits.count} tokens already. Revoke one first.`);
      }
      await this.#insert(db, row, hashOf(text)).catch((error: unknown) => {
        throw isUniqueViolation(error) ? taken(error) : error;
      });
    });
    return { row, text };
  }

  /** Also of one that is revoked already. @throws Refusal NOT_FOUND, for another person's too. */
  async revoke(input: TokenRef): Promise<TokenRef> {
    const { id } = parseInput(TokenRef, input);
    const revoked = await this.#transaction(async (db) => {
      const { rows } = await sql`
        update api_token set revoked_at = coalesce(revoked_at, ${this.#now()})
        where user_id = ${this.#personId} and id = ${id} returning id`.execute(db);
      return rows.length;
    });
    if (revoked === 0) throw notFound('token');
    return { id };
  }

  /** @returns how many tokens worked until now. */
  revokeAll(): Promise<number> {
    return this.#transaction(async (db) => {
      const revoked = await sql<{ works: number | boolean }>`
        update api_token set revoked_at = ${this.#now()}
        where user_id = ${this.#personId} and revoked_at is null
        returning (expires_at is null or expires_at > ${this.#now()}) as works`.execute(db);
      return revoked.rows.filter(({ works }) => Boolean(works)).length;
    });
  }

  #transaction<T>(work: (db: Kysely<never>) => Promise<T>): Promise<T> {
    const { fork, timeouts } = this.#dependencies;
    const run = () => fork(this.#personId).transactional((em) => work(em.getKysely<never>()));
    return withDeadline(run, timeouts.call, this.#deadline);
  }

  #now(): Date | number {
    return this.#dependencies.dialect.storedTime(new Date());
  }

  /** Locks the row that a tombstone would be written to, until the end of the transaction. */
  async #requireOpenAccount(db: Kysely<never>): Promise<void> {
    const { rows } = await sql`
      insert into journal (user_id, seq) values (${this.#personId}, 0)
      on conflict (user_id) do update set seq = journal.seq
      where journal.closed_at is null returning seq`.execute(db);
    if (rows.length === 0) throw accountDeleted();
  }

  async #count(db: Kysely<never>, now: Date): Promise<number> {
    const { rows } = await sql<{ count: number | string }>`
      select count(*) as count from api_token where user_id = ${this.#personId} and revoked_at is null
      and (expires_at is null or expires_at > ${this.#dependencies.dialect.storedTime(now)})`.execute(
      db,
    );
    return Number(rows[0]?.count ?? 0);
  }

  async #insert(db: Kysely<never>, row: TokenRead, hash: string): Promise<void> {
    const { storedTime } = this.#dependencies.dialect;
    const expiresAt = row.expiresAt === null ? null : storedTime(new Date(row.expiresAt));
    await sql`
      insert into api_token (user_id, id, name, hash, start, scopes, created_at, expires_at)
      values (${this.#personId}, ${row.id}, ${row.name}, ${hash}, ${row.start},
        ${JSON.stringify(row.scopes)}, ${storedTime(new Date(row.createdAt))}, ${expiresAt})`.execute(
      db,
    );
  }
}
