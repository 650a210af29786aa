import type { Clock } from '../clock.ts';
import type { Model } from '../model.ts';
import { ReplicaState } from '../state.ts';
import { FakeTime } from './fake-clock.ts';

/** A state with a clock that stands still. */
export const newStateOf = (model: Model, clock: Clock = new FakeTime().clock()): ReplicaState =>
  new ReplicaState(model, clock);
