// What few commands and views need, and what is therefore not in the first load.
import type { Model } from './model.ts';

export class LateLoad {
  readonly #model: Model;
  readonly #onHere: () => void;
  #isHere = false;
  #isLoading = false;
  /** The end of the last try. */
  settled = Promise.resolve();

  /** @param onHere called once, when it has been loaded. */
  constructor(model: Model, onHere: () => void) {
    this.#model = model;
    this.#onHere = onHere;
  }

  /** Where it is not, it is loaded. */
  isHere(): boolean {
    if (!this.#isHere && !this.#isLoading) this.settled = this.#load();
    return this.#isHere;
  }

  async #load(): Promise<void> {
    this.#isLoading = true;
    try {
      await this.#model.loadLate?.();
      this.#isHere = true;
    } catch {
      // There is no network: who asks next tries again.
    } finally {
      this.#isLoading = false;
    }
    if (this.#isHere) this.#onHere();
  }
}
