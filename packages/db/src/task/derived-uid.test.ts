import { taskLimits } from '@tydo/schemas/task';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newUid } from '../uid.ts';
import { derivedUid, idInDerivedUid } from './derived-uid.ts';

const uuid7 = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const timeOf = (uid: string) => Number.parseInt(uid.replace('-', '').slice(0, 12), 16);
const old = fc.record({
  id: fc.integer({ min: 1, max: taskLimits.id }),
  createdAt: fc
    .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
});

test('a new uid is not a derived uid', () => {
  for (const uid of Array.from({ length: 1000 }, newUid)) {
    expect(idInDerivedUid(uid)).toBeUndefined();
  }
});

test('a derived uid is a UUID of version 7 with the row’s time and id', () => {
  fc.assert(
    fc.property(old, (row) => {
      const uid = derivedUid(row);
      expect(uid).toMatch(uuid7);
      expect(timeOf(uid)).toBe(Date.parse(row.createdAt));
      expect(idInDerivedUid(uid)).toBe(row.id);
      expect(derivedUid({ ...row })).toBe(uid);
    }),
  );
});

// These are stored by now, so they must not change.
test.each([
  [1, '2026-11-30T09:00:00.000Z', '01a22bae-b680-7000-8000-000000000001'],
  [2 ** 31 - 1, '1969-12-31T23:59:59.999Z', '00000000-0000-7000-8000-00007fffffff'],
])('the uid of row %s, made %s, is %s', (id, createdAt, uid) => {
  expect(derivedUid({ id, createdAt })).toBe(uid);
});

test('two rows have different derived uids', () => {
  fc.assert(
    fc.property(old, old, (one, other) => {
      fc.pre(one.id !== other.id || one.createdAt !== other.createdAt);
      expect(derivedUid(one)).not.toBe(derivedUid(other));
    }),
  );
});

test.each([
  ['nothing', ''],
  ['a number', '12'],
  ['another version', '019ad3f0-0000-4000-8000-000000000001'],
  ['capitals', '019AD3F0-0000-7000-8000-000000000001'],
  ['more behind it', '019ad3f0-0000-7000-8000-0000000000010'],
  ['more before it', '0019ad3f0-0000-7000-8000-000000000001'],
  ['other random bits', '019ad3f0-0000-7001-8000-000000000001'],
  ['no id', '019ad3f0-0000-7000-8000-000000000000'],
  ['a larger id than there is', '019ad3f0-0000-7000-8000-000080000000'],
  ['a line break', '019ad3f0-0000-7000-8000-000000000001\n'],
])('a uid with %s is not of an old row', (_name, uid) => {
  expect(idInDerivedUid(uid)).toBeUndefined();
});

test('a uid from which an id can be read is the derived uid of that row', () => {
  const digits = fc.constantFrom(...Array.from('0123456789abcdefgz-'));
  fc.assert(
    fc.property(old, fc.nat(35), digits, (row, place, digit) => {
      const uid = derivedUid(row);
      const other = uid.slice(0, place) + digit + uid.slice(place + 1);
      const id = idInDerivedUid(other);
      const createdAt = () => new Date(timeOf(other)).toISOString();
      if (id !== undefined) expect(derivedUid({ id, createdAt: createdAt() })).toBe(other);
    }),
  );
});
