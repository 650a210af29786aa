// What only the leader needs: it is loaded by itself, after the first screen.
import type { Device } from './device.ts';
import { createLoop } from './loop.ts';
import type { Tabs } from './tabs.ts';
import { createWatch } from './watch.ts';

export interface Leader {
  /** Looks at once what there is to send and to read. */
  wake: () => void;
  stop: () => void;
}

/** Talks to the server from now on. */
export function createLeader(device: Device, tabs: Tabs, random: () => number): Leader {
  const loop = createLoop(device, random, tabs.isVisible);
  const watch = createWatch(device, random, tabs.isVisible, loop.hear);

  function wake(): void {
    loop.wake();
    // Where all tabs lead, those that are hidden leave the few connections to the others.
    if (tabs.locks || tabs.isVisible()) watch.start();
    else watch.stop();
  }
  loop.start();
  wake();

  return {
    wake,
    stop() {
      loop.stop();
      watch.stop();
    },
  };
}
