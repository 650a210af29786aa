// `/metrics` on a port of its own, which no proxy leads to.
import { createServer } from 'node:http';
import { listen } from '../http/listener.ts';
import type { Metrics } from './metrics.ts';

export interface MetricsServer {
  port: number;
  close: () => void;
}

/** @throws ConfigError when the port cannot be used. */
export async function serveMetrics(
  metrics: Pick<Metrics, 'text' | 'contentType'>,
  host: string,
  wantedPort: number,
): Promise<MetricsServer> {
  const server = createServer((req, res) => {
    if (req.method !== 'GET' || req.url !== '/metrics') {
      res.writeHead(404, { 'content-type': 'text/plain' }).end('Metrics are at /metrics.\n');
      return;
    }
    metrics.text().then(
      (text) => res.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => res.writeHead(500).end(),
    );
  });
  const port = await listen(server, host, wantedPort, 'METRICS_PORT');
  return {
    port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
