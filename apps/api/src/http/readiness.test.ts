import { expect, test } from 'vitest';
import { createReadiness } from './readiness.ts';

test('a stop waits for those who ask regularly, and for nobody else', async () => {
  const unasked = createReadiness();
  await unasked.stop();
  expect(unasked.isStopping()).toBe(true);

  const once = createReadiness();
  once.asked(true);
  await once.stop();

  const balanced = createReadiness();
  balanced.asked(true);
  balanced.asked(true);
  let hasEnded = false;
  const stopping = balanced.stop().then(() => (hasEnded = true));
  for (let refusal = 0; refusal < 3; refusal += 1) {
    expect(hasEnded).toBe(false);
    balanced.asked(false);
  }
  await stopping;
});
