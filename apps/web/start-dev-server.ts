import { createServer } from 'vite';

/**
 * Starts the development server of the page on a free port, for tests of `/kit`, beside one that may be running.
 *
 * @returns its address, and what ends it.
 */
export async function startDevServer() {
  const root = import.meta.dirname;
  const server = await createServer({
    root,
    configFile: `${root}/vite.config.ts`,
    cacheDir: 'node_modules/.vite-test',
    logLevel: 'error',
    server: { port: 0, hmr: false },
  });
  await server.listen();
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return { url, [Symbol.asyncDispose]: () => server.close() };
}
