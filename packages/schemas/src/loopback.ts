/** Whether a host name or address is always this machine. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d+){3}|::1|\[::1\])$/i.test(host);
