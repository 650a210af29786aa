import { expect, test } from 'vitest';
import { createReadiness } from './readiness.ts';

test('a stop waits for failed probes where there are regular ones, and for nothing else', async () => {
  const unprobed = createReadiness();
  await unprobed.stop();
  expect(unprobed.isStopping()).toBe(true);

  const once = createReadiness();
  once.noteProbe(true);
  await once.stop();

  const balanced = createReadiness();
  balanced.noteProbe(true);
  balanced.noteProbe(true);
  let hasEnded = false;
  const stopping = balanced.stop().then(() => (hasEnded = true));
  for (let refusal = 0; refusal < 3; refusal += 1) {
    expect(hasEnded).toBe(false);
    balanced.noteProbe(false);
  }
  await stopping;
});
