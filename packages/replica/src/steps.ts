// What undo and redo take back: the acts of one tab, kept over reloads.
import type { DiskWrite, Steps } from './disk.ts';

const maxSteps = 200;

export class StepStack {
  readonly #tab: string;
  #steps: Steps;

  constructor(tab: string, steps: Steps = { done: [], undone: [] }) {
    this.#tab = tab;
    this.#steps = steps;
  }

  /** A new act. @param isSameStep whether it belongs to the act before it. */
  add(operationId: string, isSameStep: boolean): void {
    const { done } = this.#steps;
    const before = isSameStep ? done.slice(0, -1) : done;
    const step = [...done.slice(before.length).flat(), operationId];
    this.#steps = { done: [...before, step].slice(-maxSteps), undone: [] };
  }

  /** The operations to undo next; undefined where there are none. */
  get lastDone(): readonly string[] | undefined {
    return this.#steps.done.at(-1);
  }

  /** The undos to undo next. */
  get lastUndone(): readonly string[] | undefined {
    return this.#steps.undone.at(-1);
  }

  /** The last step was undone by these operations. */
  undone(operationIds: readonly string[]): void {
    const { done, undone } = this.#steps;
    this.#steps = { done: done.slice(0, -1), undone: [...undone, operationIds] };
  }

  /** The last undo was undone by these operations. */
  redone(operationIds: readonly string[]): void {
    const { done, undone } = this.#steps;
    this.#steps = { done: [...done, operationIds], undone: undone.slice(0, -1) };
  }

  /** It was refused: there is nothing to undo. */
  forget(operationId: string): void {
    const without = (steps: Steps['done']) =>
      steps
        .map((step) => step.filter((id) => id !== operationId))
        .filter((step) => step.length > 0);
    this.#steps = { done: without(this.#steps.done), undone: without(this.#steps.undone) };
  }

  get write(): DiskWrite {
    return { store: 'step', key: this.#tab, put: this.#steps };
  }
}
