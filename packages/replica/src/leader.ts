// What a tab does that leads: the loop, woken by the watch and by time.
import type { Clock } from './clock.ts';
import type { Loop } from './loop.ts';
import type { Tabs } from './tabs.ts';
import type { Watch } from './watch.ts';

/** How often it looks without being woken, while it is visible. */
const lookEveryMs = 60_000;

export class Leader {
  readonly #loop: Loop;
  readonly #watch: Watch;
  readonly #tabs: Tabs;
  readonly #clock: Clock;
  #cancelLook: (() => void) | undefined;

  constructor(loop: Loop, watch: Watch, tabs: Tabs, clock: Clock) {
    this.#loop = loop;
    this.#watch = watch;
    this.#tabs = tabs;
    this.#clock = clock;
  }

  start(): void {
    this.#loop.start();
    this.#look();
    this.#watchIfWanted();
  }

  /** At once: the tab is shown, or the network is back. */
  wake(): void {
    if (!this.#cancelLook) return;
    this.#watchIfWanted();
    this.#loop.wake();
  }

  stop(): void {
    this.#loop.stop();
    this.#watch.stop();
    this.#cancelLook?.();
    this.#cancelLook = undefined;
  }

  /** Where all tabs lead, those that are hidden leave the few connections to the others. */
  #watchIfWanted(): void {
    if (this.#tabs.locks || this.#tabs.isVisible()) this.#watch.start();
    else this.#watch.stop();
  }

  #look(): void {
    this.#cancelLook = this.#clock.setTimeout(() => {
      this.#look();
      if (this.#tabs.isVisible()) this.#loop.wake();
    }, lookEveryMs);
  }
}
