/** Whether a host, written as in a URL or as an address, is this machine and no other. */
export const isLoopback = (host: string): boolean =>
  /^(localhost|127(\.\d+){3}|::1|\[::1\])$/i.test(host);
