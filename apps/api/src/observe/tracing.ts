// Traces for OpenTelemetry: a span for each request, each call of a procedure, and each statement. Loaded only
// where the standard variables turn it on: see trace-env.ts. No span has a person, an id, a value of
// a statement or a text of a caller.
import {
  context,
  DiagLogLevel,
  diag,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ObserveStatement } from '@tydo/db';
import type { Logger } from 'pino';
import { toPublicError } from '../errors/envelope.ts';
import type { TraceSettings } from '../trace-env.ts';
import type { Observer } from './observer.ts';
import { routeClass } from './route-class.ts';

export interface Tracing {
  observer: Observer;
  observeStatement: ObserveStatement;
  /** Sends what was not sent yet, for a second at most. */
  stop: () => Promise<void>;
}

/** In characters. */
const maxStatementLength = 4_000;
const stopTimeoutMs = 1_000;
/** Not traced: probes and files of the page. */
const untraced = new Set(['health', 'asset', 'page']);

/** The exporter reads its own variables, such as OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_HEADERS. */
export async function startTracing(settings: TraceSettings, log: Logger): Promise<Tracing> {
  const warn = (message: string) => log.warn({ reason: message }, 'traces could not be sent');
  const quiet = () => {};
  diag.setLogger(
    { error: warn, warn: quiet, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  );
  const { OTLPTraceExporter } =
    settings.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'tydo' }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(settings),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), ...settings.batch }),
    ],
  });
  // Not the global one: libraries that would find it there add spans of their own, with what they know.
  const tracer = provider.getTracer('tydo');
  const contexts = new AsyncLocalStorageContextManager().enable();
  context.setGlobalContextManager(contexts);
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());

  const observer: Observer = {
    aroundRequest(req, res, next) {
      const route = routeClass(req.originalUrl);
      if (untraced.has(route)) return next();
      // Without `tracestate`, which is a text of the caller.
      const { traceparent } = req.headers;
      const parent = propagation.extract(context.active(), { traceparent });
      const attributes = { 'http.request.method': req.method, 'http.route': route };
      const options = { kind: SpanKind.SERVER, attributes };
      const span = tracer.startSpan(`${req.method} ${route}`, options, parent);
      res.once('close', () => {
        span.setAttribute('http.response.status_code', res.statusCode);
        if (res.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      });
      context.with(trace.setSpan(parent, span), next);
    },
    aroundCall: (procedure, run) =>
      tracer.startActiveSpan(procedure, async (span) => {
        try {
          const result = await run();
          if (!result.ok) {
            const { code } = toPublicError(result.error);
            span.setAttribute('error.type', code);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          return result;
        } finally {
          span.end();
        }
      }),
    onUnknownCall() {},
  };
  return {
    observer,
    async observeStatement(text, engine, run) {
      // What a process does by itself, such as looking for changes, would be a trace for each statement.
      if (trace.getActiveSpan() === undefined) return run();
      const attributes = {
        'db.system.name': engine,
        'db.query.text': text.slice(0, maxStatementLength),
      };
      const name = /^\w+/.exec(text.trim())?.[0].toUpperCase() ?? 'statement';
      return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
        try {
          return await run();
        } catch (error) {
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      });
    },
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const timeout = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, stopTimeoutMs);
      });
      await Promise.race([provider.shutdown().catch(() => {}), timeout]);
      clearTimeout(timer);
      context.disable();
      propagation.disable();
      diag.disable();
    },
  };
}

function samplerOf({ sampler, ratio }: TraceSettings): Sampler {
  const root = rootSampler(sampler, ratio);
  return sampler.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(sampler: TraceSettings['sampler'], ratio: number): Sampler {
  if (sampler.endsWith('always_off')) return new AlwaysOffSampler();
  return sampler.endsWith('traceidratio')
    ? new TraceIdRatioBasedSampler(ratio)
    : new AlwaysOnSampler();
}
