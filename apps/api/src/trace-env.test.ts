import { expect, test } from 'vitest';
import { enableTracing, readEnv } from './env.ts';

const noFile = '/nowhere/.env';
const needed = { DATABASE_URL: 'sqlite::memory:', BETTER_AUTH_SECRET: 's'.repeat(32) };
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
const defaults = {
  protocol: 'http/protobuf',
  sampler: 'parentbased_always_on',
  ratio: 1,
  batch: {},
};

test.each([
  [{}, undefined],
  [{ OTEL_SERVICE_NAME: 'tydo', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, undefined],
  [endpoint, defaults],
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, defaults],
  [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' }, defaults],
  [{ ...endpoint, OTEL_SDK_DISABLED: 'TRUE' }, undefined],
  [{ ...endpoint, OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, undefined],
  [
    {
      ...endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    },
    {
      protocol: 'http/json',
      sampler: 'traceidratio',
      ratio: 0.25,
      batch: { scheduledDelayMillis: 100 },
    },
  ],
])('the variables %j give these settings', (given, settings) => {
  const source = { ...needed, ...given };
  expect(readEnv(noFile, source)).toMatchObject(needed);
  expect(enableTracing(noFile, source)).toEqual(settings);
});

test('a wrong variable is in the list of wrong ones, where traces are on', () => {
  const wrong = {
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_TRACES_SAMPLER: 'jaeger_remote',
    OTEL_TRACES_SAMPLER_ARG: '2',
    OTEL_BSP_MAX_QUEUE_SIZE: '-1',
  };
  expect(() => readEnv(noFile, { ...needed, ...endpoint, ...wrong, PORT: 'x' })).toThrow(
    /PORT must[^]*OTEL_EXPORTER_OTLP_PROTOCOL must be one of http\/protobuf, http\/json[^]*OTEL_TRACES_SAMPLER must[^]*OTEL_TRACES_SAMPLER_ARG must[^]*OTEL_BSP_MAX_QUEUE_SIZE must/,
  );
});
