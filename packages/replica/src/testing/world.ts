// A server, a network that can be cut, and devices with tabs.
import type { SyncApi } from '../api.ts';
import { createReplica } from '../create-replica.ts';
import type { Disk } from '../disk.ts';
import { memoryDisk } from '../memory-disk.ts';
import { memoryTabs } from '../memory-tabs.ts';
import type { Model } from '../model.ts';
import type { Replica, ReplicaOptions } from '../replica.ts';
import type { Tabs } from '../tabs.ts';
import { type TydoModel, tydo } from '../tydo/tydo.ts';
import { FakeTime } from './fake-clock.ts';
import { FakeServer } from './fake-server.ts';

/** What a test does to the calls of a device. */
export interface Network {
  isCut: boolean;
  /** Called with each call before it leaves: throw to lose it. */
  onRequest: (name: keyof SyncApi) => void | Promise<void>;
  /** Called with what was answered: throw to lose it. */
  onAnswer: (name: keyof SyncApi, answer: unknown) => void | Promise<void>;
  /** How many requests left. */
  count: Record<keyof SyncApi, number>;
}

export const lost = (): never => {
  throw new TypeError('fetch failed');
};

export function throughNetwork(api: SyncApi, network: Network): SyncApi {
  const pass =
    <Input, Answer>(name: keyof SyncApi, call: (input: Input) => Promise<Answer>) =>
    async (input: Input): Promise<Answer> => {
      network.count[name] += 1;
      await network.onRequest(name);
      if (network.isCut) lost();
      const answer = await call(input);
      await network.onAnswer(name, answer);
      if (network.isCut) lost();
      return answer;
    };
  return {
    snapshot: pass('snapshot', api.snapshot),
    since: pass('since', api.since),
    push: pass('push', api.push),
    watch(listeners) {
      network.count.watch += 1;
      if (network.isCut) {
        queueMicrotask(listeners.onEnd);
        return () => {};
      }
      return api.watch({
        ...listeners,
        onHead: (head) => network.isCut || listeners.onHead(head),
      });
    },
  };
}

export const newNetwork = (): Network => ({
  isCut: false,
  onRequest: () => {},
  onAnswer: () => {},
  count: { snapshot: 0, since: 0, push: 0, watch: 0 },
});

export interface DeviceOptions extends Partial<ReplicaOptions> {
  network?: Network;
}

export class World<M extends Model = TydoModel> {
  readonly time = new FakeTime();
  readonly clock = this.time.clock();
  readonly model: M;
  readonly server: FakeServer;
  #ids = 0;

  constructor(model: M) {
    this.model = model;
    this.server = new FakeServer(model, this.clock);
  }

  /** A UUID that tells when it was made among the others. */
  newId = (): string => {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  };

  /** One tab. Those of one device share `disk` and `tabs`. */
  async open({ network = newNetwork(), ...options }: DeviceOptions = {}): Promise<Replica<M>> {
    // A replica loads it by itself: here it is loaded already, so that no test waits for that.
    await import('../leader.ts');
    const replica = await createReplica(this.model, {
      personId: 'ann',
      api: throughNetwork(this.server.api(), network),
      disk: memoryDisk(),
      tabs: memoryTabs()(),
      clock: this.clock,
      random: () => 0.5,
      newId: this.newId,
      ...options,
    });
    await this.advance(0);
    return replica;
  }

  advance(ms: number): Promise<void> {
    return this.time.advance(ms);
  }
}

export const newWorld = (): World => new World(tydo);

/** What tabs of one device share. */
export const newBrowser = (): { disk: Disk; newTab: () => Tabs } => ({
  disk: memoryDisk(),
  newTab: memoryTabs(),
});
