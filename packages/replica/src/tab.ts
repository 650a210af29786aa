// One tab among several: it leads or follows, and hears of what the others write.
import type { Device } from './device.ts';
import type { Leader } from './leader.ts';
import { createLeadership } from './leadership.ts';
import type { Tabs } from './tabs.ts';

/** How often a visible leader looks without being woken. */
const leaderLooksEveryMs = 60_000;
/** How often a follower reads without being told, while something waits: a message may be lost. */
const followerLooksEveryMs = 2_500;

export interface Tab {
  /** A command of this tab was stored. */
  stored: () => void;
  /** Looks for news at once. */
  wake: () => void;
  close: () => void;
}

/**
 * @param name of the lock.
 * @param loaded ends when all rows are read; nothing is sent before that.
 * @param onLeft is called when the person has left this device in another tab.
 */
export function createTab(
  name: string,
  device: Device,
  tabs: Tabs,
  random: () => number,
  loaded: Promise<unknown>,
  onLeft: () => void,
): Tab {
  const { state, disk, clock, catchUp } = device;
  /** Undefined until this tab leads, and while its code cannot be loaded. */
  let leader: Leader | undefined;
  let isLeading = false;
  let isStarting = false;
  let isClosed = false;
  let cancelLook: (() => void) | undefined;

  function lookLater(): void {
    cancelLook?.();
    cancelLook = undefined;
    if (isClosed || (!isLeading && state.status.get().waiting === 0)) return;
    cancelLook = clock.setTimeout(
      () => {
        if (!isLeading) {
          // A leader that is hidden waits longer between its tries.
          if (tabs.isVisible()) device.post({ type: 'wake' });
          void follow();
        } else if (tabs.isVisible()) void lead();
        lookLater();
      },
      isLeading ? leaderLooksEveryMs : followerLooksEveryMs,
    );
  }

  async function follow(): Promise<void> {
    const { waiting } = state.status.get();
    await catchUp();
    // It has waited all the time since the last look.
    if (waiting > 0 && state.status.get().waiting > 0 && !isLeading) leadership.checkLeader();
  }

  /** Begins to lead, or looks what there is. */
  async function lead(): Promise<void> {
    if (leader) leader.wake();
    if (leader || !isLeading || isStarting) return;
    isStarting = true;
    try {
      // Not with the page: the first screen and the first act do not need it. Where there are rows, they go first.
      if (state.base !== undefined) await loaded;
      const { createLeader } = await import('./leader.ts');
      await loaded;
      await catchUp();
      if (isLeading) leader = createLeader(device, tabs, random);
    } catch {
      // It comes with the network: at the next look.
    }
    isStarting = false;
  }

  /**
   * What is in the memory of this tab only, no other tab can send or read: it goes on by itself, and leaves
   * the lock to a tab that keeps rows.
   */
  function update(): void {
    if (!disk.keepsRows) leadership.close();
    const leads = !isClosed && (leadership.isLeader || !disk.keepsRows);
    state.tell({ disk: disk.isKept ? 'kept' : 'memory', isLeader: leads });
    if (leads === isLeading) return;
    isLeading = leads;
    if (!leads) leader?.stop();
    leader = undefined;
    void lead();
    lookLater();
  }

  function wake(): void {
    device.post({ type: 'wake' });
    void lead();
    void catchUp();
  }

  const leadership = createLeadership(name, tabs, clock, () => update());
  disk.onChange = update;
  update();
  const unsubscribe = tabs.channel.subscribe((message) => {
    leadership.hear(message);
    if (message.type === 'stored') void catchUp().then(lead);
    if (message.type === 'wake') void lead();
    if (message.type === 'left') onLeft();
  });
  const offChange = tabs.onChange(wake);

  return {
    stored() {
      device.tellStored();
      void lead();
      if (!cancelLook) lookLater();
    },
    wake,
    close() {
      isClosed = true;
      leadership.close();
      update();
      unsubscribe();
      offChange();
    },
  };
}
