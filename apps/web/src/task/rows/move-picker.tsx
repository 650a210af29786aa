import type { ComponentProps } from 'react';
import { useRows } from '../../sync/use-rows.ts';
import { Picker } from '../../ui/picker.tsx';
import { placeId, usePlaces } from './places.tsx';
import { useTaskActs } from './use-task-acts.ts';

type MovePickerProps = Pick<ComponentProps<typeof Picker>, 'renderTrigger' | 'at'> & {
  uids: readonly string[];
};

/** Moves tasks to another list or section, found by its name. */
export function MovePicker({ uids, ...opens }: MovePickerProps) {
  const places = usePlaces();
  const acts = useTaskActs();
  const now = new Set(useRows(uids).map(placeId));
  return (
    <Picker
      label="Move to"
      options={places}
      selected={now.size === 1 ? [...now] : []}
      onChoose={(id) => {
        const chosen = places.find((one) => one.id === id);
        if (chosen && !(now.size === 1 && now.has(id)))
          acts.moveTo(uids, chosen.place, chosen.label);
      }}
      {...opens}
    />
  );
}
