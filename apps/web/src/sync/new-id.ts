import { newUuid } from '@tydo/schemas/uuid';

/** A UUID of version 7: a time and random bits, so that ids made later sort later. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const random = newUuid();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`;
}
