// Puts a replica together, of any model.
import { Acts } from './acts.ts';
import { canUndo } from './can-undo.ts';
import { catchUp } from './catch-up.ts';
import { sleep } from './clock.ts';
import type { Device } from './device.ts';
import { keepFirst } from './first.ts';
import { entryStores, loadEntries, loadRows, rowStores } from './load.ts';
import type { Model } from './model.ts';
import { contents } from './outbox.ts';
import type { Replica, ReplicaOptions } from './replica.ts';
import { SafeDisk } from './safe-disk.ts';
import { singleFlight } from './single-flight.ts';
import { ReplicaState } from './state.ts';
import { StepStack } from './steps.ts';
import { createTab } from './tab.ts';

/** How long the first rows wait for what the commands on them need. */
const lateTimeoutMs = 1_000;

/** Opened when the first rows are there, or there are none; the rest comes by itself. */
export async function createReplica<M extends Model>(
  model: M,
  options: ReplicaOptions,
): Promise<Replica<M>> {
  const { personId, api, tabs, clock, random, newId, tab: tabId = newId() } = options;
  const { channel } = tabs;
  const state = new ReplicaState(model, clock);
  const device: Device = {
    state,
    disk: new SafeDisk(options.disk, () => contents({ state }), options.onDiskLost),
    api,
    clock,
    newId,
    catchUp: singleFlight(() => catchUp(device)),
    post: (message) => channel.post(message),
    tellStored: () => channel.post({ type: 'stored' }),
  };
  // In one transaction, so that it fits together.
  const found = await device.disk.read({ ...rowStores, ...entryStores, step: [tabId] });
  loadEntries(device, found);
  const lateForEntries = state.lateSettled();
  const steps = new StepStack(tabId, found.step[0]?.value);
  const firstRows = Promise.withResolvers<void>();
  let whenShown: Promise<void> | undefined;
  const loaded = loadRows(device, found, () => {
    firstRows.resolve();
    whenShown ??= options.whenShown?.();
    return whenShown;
  }).finally(firstRows.resolve);
  await firstRows.promise;
  // Otherwise the rows would be shown without some of the commands for a moment.
  await Promise.race([lateForEntries, sleep(clock, lateTimeoutMs)]);
  void loaded.then(() => state.views.foldInSlices(clock));

  const offTabs = tabs.onChange(() => state.views.lookAtClock());
  const stopKeeping = keepFirst(device, tabs);
  const tab = createTab(`tydo-${personId}`, device, tabs, random, loaded, end);
  const acts = new Acts(device, steps, () => tab.stored());
  options.disk.onClosed(end);

  function close(): void {
    stopKeeping();
    offTabs();
    state.views.close();
    tab.close();
    channel.close();
  }
  /** What was kept is gone, or in the hands of a newer version of the page. */
  function end(): void {
    close();
    device.disk.close();
    state.tell({ disk: 'closed' });
  }

  const replica: Replica<Model> = {
    act: (...args) => acts.act(...args),
    group: (work) => acts.group(work),
    row: (noun, key) => state.rows.at(noun, key) ?? undefined,
    view: (spec) => state.views.get(spec),
    counts: (spec) => state.views.counts(spec),
    undo: () => acts.undo(),
    redo: () => acts.redo(),
    canUndo: (changes) => canUndo(state, changes),
    history: () => state.history(),
    refused: () => state.refused,
    restore: (operationId) => acts.restore(operationId),
    forget: (operationId) => acts.forget(operationId),
    status: state.status,
    version: state.version,
    settled: () => state.settled(),
    wake: () => tab.wake(),
    async close() {
      close();
      device.disk.close();
    },
    async leave() {
      device.post({ type: 'left' });
      end();
      await device.disk.remove();
    },
  };
  return replica;
}
