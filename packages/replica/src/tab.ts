// One tab among several: it leads or follows, and hears of what the others write.
import type { Device } from './device.ts';
import { Follower } from './follower.ts';
import { Leader } from './leader.ts';
import { createLoop } from './loop.ts';
import { Leadership, type Message, type Tabs } from './tabs.ts';
import { Watch } from './watch.ts';

export class Tab {
  readonly #device: Device;
  readonly #leader: Leader;
  readonly #follower: Follower;
  readonly #leadership: Leadership;
  readonly #loaded: Promise<unknown>;
  readonly #unsubscribe: (() => void)[];
  #isLeading = false;
  #isClosed = false;

  /**
   * @param name of the lock.
   * @param loaded ends when all rows are read; nothing is sent before that.
   * @param onLeft is called when the person has left this device in another tab.
   */
  constructor(
    name: string,
    device: Device,
    tabs: Tabs,
    random: () => number,
    loaded: Promise<unknown>,
    onLeft: () => void,
  ) {
    const { api, clock, disk } = device;
    const loop = createLoop(device, random);
    const watch = new Watch(api, clock, random, (head) => loop.hear(head));
    this.#device = device;
    this.#loaded = loaded;
    this.#leader = new Leader(loop, watch, tabs, clock);
    this.#leadership = new Leadership(name, tabs, clock, () => this.#update());
    this.#follower = new Follower(device, () => this.#leadership.checkLeader());
    this.#unsubscribe = [
      tabs.channel.subscribe((message) =>
        message.type === 'left' ? onLeft() : this.#hear(message),
      ),
      tabs.onChange(() => this.wake()),
    ];
    disk.onChange = () => this.#update();
    this.#update();
    void this.#leadership.request();
  }

  /** A command of this tab was stored. */
  stored(): void {
    this.#device.tellStored();
    this.#leader.wake();
    this.#follower.start();
  }

  wake(): void {
    this.#device.post({ type: 'wake' });
    this.#leader.wake();
    void this.#device.catchUp();
  }

  close(): void {
    this.#isClosed = true;
    this.#leadership.close();
    this.#update();
    this.#follower.stop();
    for (const end of this.#unsubscribe) end();
  }

  #hear(message: Message): void {
    this.#leadership.receive(message);
    if (message.type === 'stored') void this.#device.catchUp().then(() => this.#leader.wake());
    if (message.type === 'wake') this.#leader.wake();
  }

  /**
   * What is in the memory of this tab only, no other tab can send or read: it goes on by itself, and leaves
   * the lock to a tab that keeps rows.
   */
  #update(): void {
    const { state, disk } = this.#device;
    if (!disk.keepsRows) this.#leadership.close();
    const isLeading = !this.#isClosed && (this.#leadership.isLeader || !disk.keepsRows);
    state.tell({ disk: disk.isKept ? 'kept' : 'memory', isLeader: isLeading });
    if (isLeading === this.#isLeading) return;
    this.#isLeading = isLeading;
    if (isLeading) {
      this.#follower.stop();
      void this.#lead();
    } else {
      this.#leader.stop();
      if (!this.#isClosed) this.#follower.start();
    }
  }

  async #lead(): Promise<void> {
    await this.#loaded;
    await this.#device.catchUp();
    if (this.#isLeading) this.#leader.start();
  }
}
