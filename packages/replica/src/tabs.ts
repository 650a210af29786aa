// What the tabs of one person in one browser share. One of them, the leader, talks to the server.

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
