// Where tasks can be moved to: the Inbox, the lists, and their sections.
import Hash from 'lucide-react/icons/hash';
import Inbox from 'lucide-react/icons/inbox';
import List from 'lucide-react/icons/list';
import { type List as ListRow, type Section, type Task, useView } from '../../sync/use-view.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { PickerOption } from '../../ui/picker-list.tsx';
import type { Place } from './arrange.ts';
import { inboxName } from './inbox-name.ts';

interface PlaceOption extends PickerOption {
  place: Required<Pick<Place, 'listId' | 'sectionId' | 'parentUid'>>;
}

/** The option for a place: its list, or its section. */
export const placeId = ({ listId, sectionId }: Pick<Task, 'listId' | 'sectionId'>): string =>
  sectionId === null ? `list:${listId ?? ''}` : `section:${sectionId}`;

/** All places, each list before its sections. Archived lists are left out. */
export function usePlaces(): readonly PlaceOption[] {
  const { rows: lists } = useView({ noun: 'list', where: { archivedAt: null } });
  const { rows: sections } = useView({ noun: 'section' });
  const bySection = Map.groupBy(sections, ({ listId }) => listId);
  const inbox = optionOf(null, inboxName, <Icon of={Inbox} />);
  return [inbox, ...lists.flatMap((list) => optionsOf(list, bySection.get(list.id) ?? []))];
}

const optionOf = (
  listId: string | null,
  label: string,
  icon: PickerOption['icon'],
): PlaceOption => ({
  id: placeId({ listId, sectionId: null }),
  label,
  icon: <span className="grid w-5 shrink-0 place-items-center text-muted">{icon}</span>,
  place: { listId, sectionId: null, parentUid: null },
});

function optionsOf(list: ListRow, sections: readonly Section[]): PlaceOption[] {
  const icon = list.color ? <ColorDot color={list.color} /> : <Icon of={List} size="sm" />;
  return [
    optionOf(list.id, list.name, icon),
    ...sections.map(({ id, name, listId }) => ({
      ...optionOf(listId, `${list.name} / ${name}`, <Icon of={Hash} size="sm" />),
      id: placeId({ listId, sectionId: id }),
      place: { listId, sectionId: id, parentUid: null },
    })),
  ];
}
