import ChevronRight from 'lucide-react/icons/chevron-right';
import { useId, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { HistoryList } from '../history-screen.tsx';

/** What was done to the task, once it is asked for. */
export function DetailHistory({ uid, now }: { uid: string; now: Date }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <section aria-label="History">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(!isOpen)}
        className="detail-toggle"
      >
        History
        <span className={`transition-transform ${isOpen ? 'rotate-90' : ''}`}>
          <Icon of={ChevronRight} size="sm" />
        </span>
      </button>
      {isOpen && (
        <div id={id} className="grid grid-cols-1 gap-2">
          <HistoryList uid={uid} now={now} />
        </div>
      )}
    </section>
  );
}
