// Several tabs of one person in one browser: one of them, the leader, talks to the server.
import type { Clock } from './clock.ts';

export interface Message {
  type:
    | 'stored' // something was written: read it
    | 'wake' // the leader should look what there is
    | 'ping' // is there a leader that is awake?
    | 'pong'
    | 'left'; // the person has left this device
}

export interface Channel {
  post: (message: Message) => void;
  /** @returns what ends it. */
  subscribe: (listener: (message: Message) => void) => () => void;
  close: () => void;
}

/** As `navigator.locks` are: the lock is held until what the callback gives has ended. */
export interface Locks {
  request: (
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    callback: () => Promise<void>,
  ) => Promise<void>;
}

/** What a tab shares with the others of its browser, and what it knows of itself. */
export interface Tabs {
  channel: Channel;
  /** Undefined where there are none: then every tab leads. */
  locks: Locks | undefined;
  isVisible: () => boolean;
  /** Calls when the tab is shown, hidden or focused, or when the network is back. @returns what ends it. */
  onChange: (listener: () => void) => () => void;
}

/** How long a leader has to answer whether it is awake. */
const pongWithinMs = 1_500;

export class Leadership {
  readonly #name: string;
  readonly #tabs: Tabs;
  readonly #clock: Clock;
  readonly #onChange: (isLeader: boolean) => void;
  readonly #closing = new AbortController();
  #isLeader = false;
  #release: (() => void) | undefined;
  #cancelSteal: (() => void) | undefined;

  /** @param name of the lock: the same in all tabs of the person. */
  constructor(name: string, tabs: Tabs, clock: Clock, onChange: (isLeader: boolean) => void) {
    this.#name = name;
    this.#tabs = tabs;
    this.#clock = clock;
    this.#onChange = onChange;
  }

  get isLeader(): boolean {
    return this.#isLeader;
  }

  /** Leads as soon as no other tab does. */
  async request(steal = false): Promise<void> {
    const { locks } = this.#tabs;
    if (!locks) return this.#lead(true);
    // A lock that is stolen is not waited for, and cannot be called off.
    const options = steal ? { steal } : { signal: this.#closing.signal };
    try {
      await locks.request(this.#name, options, () => {
        if (this.#closing.signal.aborted) return Promise.resolve();
        this.#lead(true);
        return new Promise((resolve) => {
          this.#release = resolve;
        });
      });
    } catch {
      this.#lead(false);
      // Stolen: this tab was frozen. It queues again.
      if (!this.#closing.signal.aborted && !steal) await this.request();
    }
  }

  /** Takes the lock from a leader that does not answer. */
  checkLeader(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#isLeader || this.#cancelSteal || !this.#tabs.isVisible()) return;
    this.#tabs.channel.post({ type: 'ping' });
    this.#cancelSteal = this.#clock.setTimeout(() => {
      this.#cancelSteal = undefined;
      void this.request(true);
    }, pongWithinMs);
  }

  receive({ type }: Message): void {
    if (type === 'ping' && this.#isLeader) this.#tabs.channel.post({ type: 'pong' });
    if (type === 'pong') {
      this.#cancelSteal?.();
      this.#cancelSteal = undefined;
    }
  }

  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#cancelSteal?.();
    this.#closing.abort();
    this.#release?.();
    this.#lead(false);
  }

  #lead(isLeader: boolean): void {
    if (this.#isLeader === isLeader) return;
    this.#isLeader = isLeader;
    this.#onChange(isLeader);
  }
}
