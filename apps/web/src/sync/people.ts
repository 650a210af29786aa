// Who was here: their tasks are on this device, so the page opens without waiting for the server.
import { recordOf } from '@tydo/schemas/record';

/** A person as the page knows them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
}

interface KnownPerson extends Person {
  /** Since when their session has ended, in ms since 1970. Their tasks are hidden, not deleted. */
  endedAt?: number | undefined;
}

const peopleKey = 'people';
/** Databases whose removal another tab may have held up. */
const removedKey = 'people.removed';
const maxKeptMs = 30 * 24 * 60 * 60 * 1_000;

/** The database of a person on this device. */
export const databaseName = (personId: string): string => `tydo-${personId}`;

/** The person whose tasks are shown at once; undefined where somebody has to sign in first. */
export function lastPerson(): Person | undefined {
  const last = readPeople().at(-1);
  return last && last.endedAt === undefined ? last : undefined;
}

/** Those whose session has ended, and whose tasks are still on this device. */
export const endedPeople = (): string[] =>
  readPeople().flatMap(({ id, endedAt }) => (endedAt === undefined ? [] : [id]));

/** They are signed in. */
export function rememberPerson({ id, name, email, emailVerified }: Person): void {
  const others = readPeople().filter((other) => other.id !== id);
  const now = Date.now();
  const ended = others.map((other) => ({ ...other, endedAt: other.endedAt ?? now }));
  write(peopleKey, [...ended, { id, name, email, emailVerified }]);
}

/** Their session has ended: the next start asks for a sign-in before it shows anything. */
export function rememberEnd(personId: string): void {
  const now = Date.now();
  const people = readPeople();
  write(
    peopleKey,
    people.map((one) => (one.id === personId ? { ...one, endedAt: one.endedAt ?? now } : one)),
  );
}

/** Nothing of them stays on this device. A database that is still in use is removed at the next start. */
export function forgetPerson(personId: string): void {
  write(
    peopleKey,
    readPeople().filter(({ id }) => id !== personId),
  );
  write(removedKey, [...readRemoved(), personId]);
  removeDatabases();
}

/** Removes what was to be removed, and what nobody has come back to for 30 days. */
export function removeOldPeople(): void {
  const isOld = ({ endedAt }: KnownPerson) =>
    endedAt !== undefined && Date.now() - endedAt > maxKeptMs;
  for (const { id } of readPeople().filter(isOld)) forgetPerson(id);
  removeDatabases();
}

function removeDatabases(): void {
  for (const id of readRemoved()) {
    // They may have signed in again since.
    if (readPeople().some((person) => person.id === id)) removed(id);
    else indexedDB.deleteDatabase(databaseName(id)).addEventListener('success', () => removed(id));
  }
}

function removed(personId: string): void {
  write(
    removedKey,
    readRemoved().filter((id) => id !== personId),
  );
}

const readRemoved = (): string[] => read(removedKey).filter((id) => typeof id === 'string');

/** Entries that this version cannot read are left out. */
const readPeople = (): KnownPerson[] =>
  read(peopleKey).flatMap((entry) => {
    const { id, name, email, emailVerified, endedAt } = recordOf(entry);
    const isText = typeof id === 'string' && typeof name === 'string' && typeof email === 'string';
    if (!isText || typeof emailVerified !== 'boolean') return [];
    const end = typeof endedAt === 'number' ? endedAt : undefined;
    return { id, name, email, emailVerified, endedAt: end };
  });

function read(key: string): unknown[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(all) ? all : [];
  } catch {
    return [];
  }
}

function write(key: string, value: unknown[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Without storage the page asks the server who is signed in, as it does anyway.
  }
}
