// What a person does: commands, undo and redo, and what to do with a refused command.
import { recordOf } from '@tydo/schemas/record';
import { isoNow } from './clock.ts';
import type { Device } from './device.ts';
import type { DiskWrite } from './disk.ts';
import type { Answer, Entry } from './entry.ts';
import type { Fields } from './model.ts';
import { store } from './outbox.ts';
import { seenTexts } from './seen-texts.ts';
import type { StepStack } from './steps.ts';

export interface ActResult {
  operationId: string;
  /** Until it survives the tab. */
  stored: Promise<void>;
  /** Until the server has answered it. */
  answered: Promise<Answer>;
}

export interface ActOptions {
  /** Texts as the person saw them, where that is not what is shown now. */
  seen?: Fields;
  /** Of the rows that it names, those that do not have these values when it is sent are left out. */
  where?: Fields;
  /** The person did not do it: it is no step of undo. */
  isAutomatic?: boolean;
}

const undoName = 'operation.undo';

export class Acts {
  readonly #device: Device;
  readonly #steps: StepStack;
  /** Called when a command was stored. */
  readonly #onStored: () => void;
  /** Of a group: how many acts it has. */
  #grouped: number | undefined;

  constructor(device: Device, steps: StepStack, onStored: () => void) {
    this.#device = device;
    this.#steps = steps;
    this.#onStored = onStored;
  }

  act(name: string, input: unknown, options: ActOptions = {}): ActResult {
    const entry = this.#entry(name, input, options);
    if (!options.isAutomatic) this.#steps.add(entry.operationId, (this.#grouped ?? 0) > 0);
    if (this.#grouped !== undefined) this.#grouped += 1;
    return this.#begin(entry, [this.#steps.write]);
  }

  group<T>(work: () => T): T {
    this.#grouped ??= 0;
    try {
      return work();
    } finally {
      this.#grouped = undefined;
    }
  }

  undo(): ActResult[] | undefined {
    const step = this.#steps.lastDone;
    if (!step) return undefined;
    const entries = step.toReversed().map((id) => this.#entry(undoName, { id }));
    this.#steps.undone(entries.map(({ operationId }) => operationId));
    return entries.map((entry) => this.#begin(entry, [this.#steps.write]));
  }

  redo(): ActResult[] | undefined {
    const step = this.#steps.lastUndone;
    if (!step) return undefined;
    const entries = step.toReversed().map((id) => this.#entry(undoName, { id }));
    this.#steps.redone(entries.map(({ operationId }) => operationId));
    return entries.map((entry) => this.#begin(entry, [this.#steps.write]));
  }

  /** What may have been done is sent as it was, so that it is not done twice; the rest is a new command. */
  restore(operationId: string): ActResult | undefined {
    const { state } = this.#device;
    const refused = state.refused.find(({ entry }) => entry.operationId === operationId);
    if (!refused) return undefined;
    const { entry, sent, why } = refused;
    const drop: DiskWrite = { store: 'refused', delete: operationId };
    state.refused = state.refused.filter((one) => one !== refused);
    if (why.kind === 'failed' || why.kind === 'expired') {
      const { seen: _, ...same } = entry;
      const once = { ...same, input: sent?.input ?? entry.input };
      this.#steps.add(operationId, false);
      return this.#begin(once, [drop, this.#steps.write]);
    }
    const { where } = entry;
    const again = this.#entry(entry.name, entry.input, where && { where });
    this.#steps.add(again.operationId, false);
    return this.#begin(again, [drop, this.#steps.write]);
  }

  async forget(operationId: string): Promise<void> {
    const { state, disk } = this.#device;
    state.refused = state.refused.filter(({ entry }) => entry.operationId !== operationId);
    state.tell({});
    await disk.write([{ store: 'refused', delete: operationId }]);
    this.#device.tellStored();
  }

  #entry(name: string, input: unknown, { seen, where }: ActOptions = {}): Entry {
    const { state, clock, newId } = this.#device;
    const command = state.model.commands[name];
    if (!command) throw new TypeError(`There is no command ${name}.`);
    const { operationId, ...parsed } = recordOf(command.parse(input));
    const named = command.name?.(parsed, newId) ?? parsed;
    const shown = seenTexts(state, name, named);
    const texts = shown && { ...shown, ...seen };
    const gone = command.deletes?.(named);
    const saw = gone && state.rows.at(gone.noun, gone.key);
    const undoes = 'id' in named ? state.tail.get(String(named.id))?.changes : undefined;
    return {
      operationId: typeof operationId === 'string' ? operationId : newId(),
      name,
      input: named,
      at: isoNow(clock),
      ...(texts ? { seen: texts } : {}),
      ...(where ? { where } : {}),
      ...(saw ? { saw } : {}),
      ...(undoes ? { undoes } : {}),
    };
  }

  async #forgetRefused(operationId: string, answered: Promise<Answer>): Promise<void> {
    if ('refused' in (await answered)) this.#steps.forget(operationId);
  }

  #begin(entry: Entry, more: readonly DiskWrite[]): ActResult {
    const { state } = this.#device;
    const { operationId } = entry;
    const { promise: answered, resolve } = Promise.withResolvers<Answer>();
    state.answers.set(operationId, resolve);
    // First on its way to the disk, then on the screen.
    let stored = Promise.resolve();
    state.batch(() => {
      const pending = state.pending.add(entry);
      stored = store(this.#device, pending, more).then(this.#onStored);
    });
    void this.#forgetRefused(operationId, answered);
    return { operationId, stored, answered };
  }
}
