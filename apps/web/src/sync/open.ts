// Opens a person's tasks on this device.
import { openReplica } from '@tydo/replica';
import type { Clock } from '@tydo/replica/clock';
import type { Disk } from '@tydo/replica/disk';
import { indexedDbDisk } from '@tydo/replica/indexed-db';
import { memoryDisk } from '@tydo/replica/memory-disk';
import type { Replica } from '@tydo/replica/replica';
import type { TydoModel } from '@tydo/replica/tydo/tydo';
import { nextPaint } from '../lib/next-paint.ts';
import { requestHeaders } from '../lib/request-headers.ts';
import { type Acts, createActs } from './acts.ts';
import { createPersonApi, type PersonApi } from './api.ts';
import { browserTabs } from './browser-tabs.ts';
import { newId } from './new-id.ts';
import { type Notes, openNotes } from './notes.ts';
import { databaseName } from './people.ts';
import { takeTabId } from './tab-id.ts';

/** A person's tasks on this device, and what the page does with them. */
export interface Sync extends Omit<PersonApi, 'sync'> {
  replica: Replica<TydoModel>;
  acts: Acts;
  notes: Notes;
}

const clock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

let tab: string | undefined;

/** @param onUnauthorized is called when the session has ended or belongs to another person. */
export async function openSync(personId: string, onUnauthorized: () => void): Promise<Sync> {
  const { sync: api, ...rest } = createPersonApi(
    personId,
    requestHeaders(personId),
    onUnauthorized,
  );
  const disk = await openDisk(databaseName(personId));
  const openingNotes = openNotes(disk);
  tab ??= takeTabId(newId);
  const replica = await openReplica({
    personId,
    api,
    disk,
    tabs: browserTabs(databaseName(personId)),
    clock,
    random: Math.random,
    newId,
    tab,
    whenShown: nextPaint,
    onDiskLost: (error) => reportError(error),
  });
  const notes = await openingNotes;
  return { ...rest, replica, acts: createActs(replica), notes };
}

/** In memory where the browser offers no database, as in some private windows. */
async function openDisk(name: string): Promise<Disk> {
  try {
    return await indexedDbDisk(indexedDB, name);
  } catch {
    return memoryDisk();
  }
}
