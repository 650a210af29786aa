import { useRows } from '../../sync/use-rows.ts';
import type { PickerListProps } from '../../ui/picker-list.tsx';
import { placeId, usePlaces } from './places.tsx';
import { useTaskActs } from './use-task-acts.ts';

/** For a `Picker` that moves tasks to another list or section, found by its name. */
export function useMovePicker(uids: readonly string[]): PickerListProps {
  const places = usePlaces();
  const acts = useTaskActs();
  const now = new Set(useRows(uids).map(placeId));
  const selected = now.size === 1 ? [...now] : [];
  return {
    label: 'Move to',
    options: places,
    selected,
    onChoose(id) {
      const chosen = places.find((one) => one.id === id);
      if (chosen && !selected.includes(id)) acts.moveTo(uids, chosen.place, chosen.label);
    },
  };
}
