import { createDesk, type Desk, isInUse } from '../task/desk.ts';

// In memory only, by person: whoever has to sign in again finds what they were typing, nobody else.
const desks = new Map<string, Desk>();

/** The desk of this person, as they left it. */
export function deskOf(personId: string): Desk {
  const desk = desks.get(personId) ?? createDesk();
  desks.set(personId, desk);
  return desk;
}

/** Whether something of anybody would be lost if the page were closed now. */
export function isAnyDeskInUse(): boolean {
  return [...desks.values()].some(isInUse);
}

/** They left on purpose: nothing of theirs stays behind. */
export function forgetDesk(personId: string): void {
  desks.delete(personId);
}
