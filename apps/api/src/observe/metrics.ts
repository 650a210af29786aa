// Metrics for Prometheus. Loaded only where METRICS_PORT is set. No label has a person, an id or a text of a
// caller, so the number of series is bounded.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Load } from '../concurrency/load.ts';
import { toPublicError } from '../errors/envelope.ts';
import type { Observer } from './observer.ts';
import { routeClass } from './route-class.ts';

/** What is read when the metrics are. */
export interface MetricSources {
  /** Connections to the database. */
  pool: () => { size: number; idle: number; waiting: number };
  /** Bounded queues, by name. */
  queues: Record<string, () => Load>;
  /** Open streams of `sync.watch`. */
  watches: () => number;
  /** Requests that were refused in an overload. */
  refused: () => number;
}

export interface Metrics extends Observer {
  addSources: (sources: MetricSources) => void;
  /** In Prometheus' text format. */
  text: () => Promise<string>;
  contentType: string;
}

// In seconds. A call has an answer after 5 s at the latest.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const calls = new Histogram({
    name: 'tydo_call_duration_seconds',
    help: 'Calls of procedures by tRPC, REST and MCP; code is OK or the error code.',
    labelNames: ['procedure', 'code'],
    buckets,
    registers,
  });
  const requests = new Histogram({
    name: 'tydo_request_duration_seconds',
    help: 'HTTP requests, by the part of the server that answers; status 499: the client left.',
    labelNames: ['route', 'status'],
    buckets,
    registers,
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    aroundRequest(req, res, next) {
      const end = requests.startTimer({ route: routeClass(req.originalUrl) });
      res.once('close', () => end({ status: res.writableEnded ? res.statusCode : 499 }));
      next();
    },
    async aroundCall(procedure, run) {
      const end = calls.startTimer({ procedure });
      const result = await run();
      end({ code: result.ok ? 'OK' : toPublicError(result.error).code });
      return result;
    },
    onUnknownCall: () => calls.observe({ procedure: 'unknown', code: 'NOT_FOUND' }, 0),
    addSources({ pool, queues, watches, refused }) {
      const gauge = (name: string, help: string, read: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      const counter = (name: string, help: string, read: () => number) =>
        new Counter({
          name,
          help,
          registers,
          collect() {
            this.reset();
            this.inc(read());
          },
        });
      gauge('tydo_pool_size', 'Connections to the database.', () => pool().size);
      gauge('tydo_pool_idle', 'Connections that no call uses.', () => pool().idle);
      gauge('tydo_pool_waiting', 'Calls that wait for a connection.', () => pool().waiting);
      gauge('tydo_watches', 'Open streams of sync.watch.', watches);
      counter(
        'tydo_overload_refusals_total',
        'Requests that were refused because the server had too much to do.',
        refused,
      );
      const ofQueues = (name: string, help: string, read: (load: Load) => number) =>
        new Gauge({
          name,
          help,
          labelNames: ['queue'],
          registers,
          collect() {
            for (const [queue, load] of Object.entries(queues)) this.set({ queue }, read(load()));
          },
        });
      ofQueues(
        'tydo_queue_running',
        'What holds a slot of a bounded queue.',
        (load) => load.running,
      );
      ofQueues('tydo_queue_waiting', 'What waits in a bounded queue.', (load) => load.waiting);
    },
  };
}
