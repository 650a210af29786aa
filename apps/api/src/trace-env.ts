// The standard variables of OpenTelemetry: whether they turn traces on, and those that its packages do not read
// themselves (they read OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS, OTEL_SERVICE_NAME and the like).
import * as z from 'zod/mini';

const samplers = ['always_on', 'always_off', 'traceidratio'] as const;
const samplerNames = samplers.flatMap((name) => [name, `parentbased_${name}` as const]);
const protocols = ['http/protobuf', 'http/json'] as const;

const oneOf = <const T extends string>(names: readonly T[]) =>
  z.enum(names, { error: `must be one of ${names.join(', ')}` });
const protocol = z.optional(oneOf(protocols));
const count = z.optional(
  z.pipe(
    z.string().check(z.regex(/^[1-9]\d{0,8}$/, 'must be a whole number from 1')),
    z.transform(Number),
  ),
);

const TraceEnv = z.object({
  OTEL_TRACES_EXPORTER: z.optional(oneOf(['otlp', 'none'])),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol,
  OTEL_TRACES_SAMPLER: z._default(oneOf(samplerNames), 'parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.optional(
    z.pipe(
      z.string().check(z.regex(/^(0(\.\d+)?|1(\.0+)?)$/, 'must be a number from 0 to 1')),
      z.transform(Number),
    ),
  ),
  OTEL_BSP_SCHEDULE_DELAY: count,
  OTEL_BSP_EXPORT_TIMEOUT: count,
  OTEL_BSP_MAX_QUEUE_SIZE: count,
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: count,
});

export interface TraceSettings {
  protocol: (typeof protocols)[number];
  sampler: (typeof samplerNames)[number];
  /** The part of all traces that `traceidratio` takes. */
  ratio: number;
  /** Of the processor that sends spans in batches. Times in milliseconds. */
  batch: {
    scheduledDelayMillis?: number;
    exportTimeoutMillis?: number;
    maxQueueSize?: number;
    maxExportBatchSize?: number;
  };
}

const switches = [
  'OTEL_TRACES_EXPORTER',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
];

/**
 * @param set the variables that are set.
 * @returns undefined where traces are off; otherwise the settings, or what is wrong.
 */
export function parseTraceEnv(
  set: NodeJS.Dict<string>,
): { settings: TraceSettings } | { problems: string[] } | undefined {
  const isDisabled =
    set['OTEL_SDK_DISABLED']?.trim().toLowerCase() === 'true' ||
    set['OTEL_TRACES_EXPORTER']?.trim() === 'none';
  if (isDisabled || !switches.some((name) => set[name] !== undefined)) return undefined;
  const { data: env, error } = TraceEnv.safeParse(set);
  if (!env) {
    return { problems: error.issues.map(({ path, message }) => `${String(path[0])} ${message}`) };
  }
  const batch = {
    scheduledDelayMillis: env.OTEL_BSP_SCHEDULE_DELAY,
    exportTimeoutMillis: env.OTEL_BSP_EXPORT_TIMEOUT,
    maxQueueSize: env.OTEL_BSP_MAX_QUEUE_SIZE,
    maxExportBatchSize: env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
  };
  const given = Object.entries(batch).filter(([, value]) => value !== undefined);
  return {
    settings: {
      protocol:
        env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ??
        env.OTEL_EXPORTER_OTLP_PROTOCOL ??
        'http/protobuf',
      sampler: env.OTEL_TRACES_SAMPLER,
      ratio: env.OTEL_TRACES_SAMPLER_ARG ?? 1,
      batch: Object.fromEntries(given),
    },
  };
}
