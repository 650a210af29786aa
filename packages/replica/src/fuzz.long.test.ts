// Random histories against the real server: three devices, two tabs each, a network that loses requests and
// answers, and spells without one. In the end all devices show what the server has, and nothing is done twice.
import { startTestServer, type TestServer } from '@tydo/api/testing';
import { type Random, seeded } from '@tydo/api/testing/random';
import { sqliteOrBoth } from '@tydo/db/testing';
import { recordOf } from '@tydo/schemas/record';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActResult } from './acts.ts';
import { codeOf, type PushAnswer, type ServerOperation, type SyncApi } from './api.ts';
import type { Disk } from './disk.ts';
import { indexedDbDisk } from './indexed-db.ts';
import { memoryDisk } from './memory-disk.ts';
import { memoryTabs } from './memory-tabs.ts';
import { openReplica } from './open.ts';
import type { Replica } from './replica.ts';
import type { Tabs } from './tabs.ts';
import { allRows, rowsOf } from './testing/all-rows.ts';
import { fastClock } from './testing/fast-clock.ts';
import { randomAct } from './testing/random-acts.ts';
import { newPersonOf } from './testing/real-server.ts';
import { shortOrLong } from './testing/short-or-long.ts';
import { lost, type Network, newNetwork, throughNetwork } from './testing/world.ts';
import { type TydoModel, tydo } from './tydo/tydo.ts';

interface Device {
  newTab: () => Tabs;
  openDisk: () => Promise<Disk>;
  network: Network;
  tabs: Replica<TydoModel>[];
}

const clock = fastClock(100);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

class History {
  readonly #random: Random;
  readonly #api: SyncApi;
  readonly devices: Device[] = [];
  readonly acts: ActResult[] = [];
  readonly diskErrors: unknown[] = [];
  /** What the server answered last, whether that arrived or not. */
  readonly answers = new Map<unknown, PushAnswer>();

  constructor(random: Random, api: SyncApi) {
    this.#random = random;
    this.#api = {
      ...api,
      push: async ({ calls }) => {
        const { answers } = await api.push({ calls });
        for (const [index, { input }] of calls.entries()) {
          const answer = answers[index];
          if (answer) this.answers.set(recordOf(input)['operationId'], answer);
        }
        return { answers };
      },
    };
  }

  async open(device: Device): Promise<void> {
    const { network } = device;
    const tabs = device.newTab();
    device.tabs.push(
      await openReplica({
        personId: 'ann',
        api: throughNetwork(this.#api, network),
        disk: await device.openDisk(),
        // Some browsers have no locks.
        tabs: this.#random.chance(0.2) ? { ...tabs, locks: undefined } : tabs,
        clock,
        random: Math.random,
        newId: () => crypto.randomUUID(),
        onDiskLost: (error) => this.diskErrors.push(error),
      }),
    );
  }

  async newDevice(): Promise<void> {
    const network = newNetwork();
    network.onRequest = () => (this.#random.chance(0.1) ? lost() : undefined);
    network.onAnswer = async () => {
      await pause(this.#random.between(0, 3));
      if (this.#random.chance(0.15)) lost();
    };
    const [disk, factory] = [memoryDisk(), new IDBFactory()];
    const openDisk = this.#random.chance(0.7)
      ? async () => disk
      : () => indexedDbDisk(factory, 'tydo-ann');
    const device: Device = { newTab: memoryTabs(), openDisk, network, tabs: [] };
    this.devices.push(device);
    for (let nth = this.#random.between(1, 2); nth > 0; nth -= 1) await this.open(device);
  }

  async step(): Promise<void> {
    const random = this.#random;
    const device = random.pick(this.devices);
    const choice = random.between(0, 19);
    if (choice === 0) device.network.isCut = !device.network.isCut;
    else if (choice === 1 && device.tabs.length > 1) await device.tabs.shift()?.close();
    else if (choice === 2 && device.tabs.length < 3) await this.open(device);
    else if (choice === 3) {
      // Its rows are gone, as where the browser threw them away: what is not sent stays.
      const disk = await device.openDisk();
      await disk.write([
        { store: 'chunk', clear: true },
        { store: 'tail', clear: true },
        { store: 'meta', clear: true },
      ]);
      disk.close();
      await this.open(device);
      await device.tabs.shift()?.close();
    } else if (choice < 6) for (const tab of device.tabs) tab.wake();
    else this.acts.push(...randomAct(random, random.pick(device.tabs)));
    if (random.chance(0.5)) await pause(random.between(0, 4));
  }

  /** With a network that works, until everything has come everywhere. */
  async end(): Promise<void> {
    for (const { network } of this.devices) {
      network.isCut = false;
      network.onRequest = () => {};
      network.onAnswer = () => {};
    }
    const tabs = this.devices.flatMap((device) => device.tabs);
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      for (const tab of tabs) tab.wake();
      await Promise.race([Promise.all(tabs.map((tab) => tab.settled())), pause(200)]);
      const seqs = new Set(tabs.map((tab) => tab.status.get().seq));
      const waiting = tabs.some(
        (tab) => tab.status.get().waiting > 0 || !tab.status.get().isLoaded,
      );
      const isRefusedEverywhere = this.devices.every(
        (device) => new Set(device.tabs.map((tab) => tab.refused().length)).size === 1,
      );
      const isAgreed = seqs.size === 1 && !waiting && isRefusedEverywhere;
      if (isAgreed && seqs.has((await allOperations(this.#api)).length)) return;
      await pause(10);
    }
    throw new Error(JSON.stringify(tabs.map((tab) => tab.status.get())));
  }

  async close(): Promise<void> {
    for (const tab of this.devices.flatMap((device) => device.tabs)) await tab.close();
  }
}

async function allOperations(api: SyncApi) {
  const operations: ServerOperation[] = [];
  for (;;) {
    const { items } = await api.since({ seq: operations.length, after: null, limit: 100 });
    if (items.length === 0) return operations;
    operations.push(...items);
  }
}

/** @throws where something is lost, done twice, or shown otherwise than the server has it. */
async function play(server: TestServer, seed: number): Promise<void> {
  const random = seeded(seed);
  const api = await newPersonOf(server);
  const history = new History(random, api);
  for (let nth = 0; nth < 3; nth += 1) await history.newDevice();
  for (let nth = 0; nth < 60; nth += 1) await history.step();
  await history.end();
  expect(history.diskErrors).toEqual([]);
  const [rows, operations] = [await allRows(api), await allOperations(api)];
  for (const { tabs } of history.devices) {
    for (const tab of tabs) {
      expect(tab.status.get().seq).toBe(operations.length);
      expect(rowsOf(tab)).toEqual(rows);
    }
  }
  const done = operations.map(({ id }) => id);
  const doneIds = new Set(done);
  expect(doneIds.size).toBe(done.length);
  const refused = new Set<string>();
  for (const { openDisk } of history.devices) {
    const found = await (await openDisk()).read({ refused: 'keys' });
    for (const { key } of found.refused) refused.add(String(key));
  }
  for (const { operationId } of history.acts) {
    const answer = history.answers.get(operationId);
    const seq = answer && 'seq' in answer ? answer.seq : undefined;
    const isDone = seq === null || doneIds.has(operationId);
    // A deletion of what is gone is done.
    const isGone = answer && 'error' in answer && codeOf(answer.error) === 'NOT_FOUND';
    const isKnown = isDone || isGone || refused.has(operationId);
    expect(isKnown, `${operationId} is lost: ${JSON.stringify(answer)}`).toBe(true);
    if (typeof seq === 'number') expect(done[seq - 1]).toBe(operationId);
  }
  await history.close();
}

describe.each(sqliteOrBoth)('random histories on %s', (engine) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ engine });
    await tydo.loadLate();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('end with the same rows everywhere, nothing lost and nothing done twice', async () => {
    const first = shortOrLong(1, Date.now() % 1_000_000);
    for (let seed = first; seed < first + shortOrLong(1, 500); seed += 1) {
      const failure = await play(server, seed).catch((error: unknown) => error);
      expect(failure, `seed ${seed}`).toBeUndefined();
    }
  });
});
