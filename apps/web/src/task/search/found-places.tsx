import Archive from 'lucide-react/icons/archive';
import Funnel from 'lucide-react/icons/funnel';
import List from 'lucide-react/icons/list';
import Tag from 'lucide-react/icons/tag';
import { ranked } from '../../lib/rank.ts';
import { hrefOf } from '../../ordered/ordered.ts';
import { useView } from '../../sync/use-view.ts';
import { ColorDot } from '../../ui/color-dot.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListRow } from '../../ui/list-row.tsx';

const maxShown = 6;
const noUse = new Map<string, number>();

/** The lists, labels and filters whose names have what was typed. */
export function FoundPlaces({ text }: { text: string }) {
  const { rows: lists } = useView({ noun: 'list' });
  const { rows: labels } = useView({ noun: 'label' });
  const { rows: filters } = useView({ noun: 'filter' });
  const all = [
    ...lists.map(({ archivedAt, ...list }) => ({
      ...list,
      noun: 'list' as const,
      kind: archivedAt === null ? 'List' : 'Archived list',
      icon: archivedAt === null ? List : Archive,
    })),
    ...labels.map((label) => ({ ...label, noun: 'label' as const, kind: 'Label', icon: Tag })),
    ...filters.map((one) => ({ ...one, noun: 'filter' as const, kind: 'Filter', icon: Funnel })),
  ].map((row) => ({ ...row, label: row.name }));
  const name = text.replaceAll(/[#@"]/g, ' ').trim();
  const found = name === '' ? [] : ranked(all, name, noUse).slice(0, maxShown);
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="found-places" className="-mx-2">
      <h2 id="found-places" className="day-title">
        Lists, labels and filters
      </h2>
      <ul>
        {found.map(({ id, noun, kind, icon, color, label }) => (
          <li key={`${noun} ${id}`}>
            <ListRow
              href={hrefOf(noun, id)}
              leading={color ? <ColorDot color={color} /> : <Icon of={icon} size="sm" />}
              trailing={<span className="shrink-0 text-xs text-muted">{kind}</span>}
            >
              {label}
            </ListRow>
          </li>
        ))}
      </ul>
    </section>
  );
}
