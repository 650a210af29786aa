const prefixes = [
  ['/trpc/sync.watch', 'watch'],
  ['/trpc', 'trpc'],
  ['/api/v1', 'rest'],
  ['/api/auth', 'auth'],
  ['/api/account', 'account'],
  ['/mcp', 'mcp'],
  ['/feeds', 'feed'],
  ['/problems', 'problem'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/assets', 'asset'],
] as const;

export type RouteClass = (typeof prefixes)[number][1] | 'page';

/** The part of the server that answers a URL. `watch`: streams, which stay open. */
export function routeClass(url: string): RouteClass {
  const path = url.split('?', 1)[0]?.toLowerCase() ?? '';
  for (const [prefix, route] of prefixes) {
    if (path === prefix || path.startsWith(`${prefix}/`)) return route;
  }
  return 'page';
}
