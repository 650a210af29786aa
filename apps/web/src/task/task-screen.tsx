import Hourglass from 'lucide-react/icons/hourglass';
import Plus from 'lucide-react/icons/plus';
import { type ReactNode, useState } from 'react';
import { countOf } from '../lib/count-of.ts';
import { ListForm } from '../list/list-form.tsx';
import { ListMenu } from '../list/list-menu.tsx';
import { useListActions } from '../list/use-list-actions.ts';
import { SectionForm } from '../section/section-form.tsx';
import { useSections } from '../section/use-sections.ts';
import { type List, type Section, useCount, useCounts } from '../sync/use-view.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useOpenForm } from '../ui/late-form.tsx';
import { Notice } from '../ui/notice.tsx';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { scrollFormIntoView } from '../ui/scroll-form-into-view.ts';
import { AddTask, newTaskId } from './add-task.tsx';
import { ClearCompleted } from './clear-completed.tsx';
import { EmptyList } from './empty-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import type { HeadingLine } from './rows/lines.ts';
import { SectionRow } from './section-row.tsx';
import { useStatusFilter } from './status-filter.ts';
import { TaskList } from './task-list.tsx';
import { useListLines } from './use-list-lines.ts';
import { useTaskActions } from './use-task-actions.ts';
import { useTaskCounts } from './use-task-counts.ts';

interface TaskScreenProps {
  /** Undefined for the Inbox. */
  list?: List;
  /** Shown below the field for a new task. */
  notice?: ReactNode;
}

/** The screen of the Inbox or of a list: its tasks in their sections. */
export function TaskScreen({ list, notice }: TaskScreenProps) {
  const listId = list?.id ?? null;
  const filter = useStatusFilter();
  const actions = useTaskActions();
  const counts = useTaskCounts(listId);
  const [isWhole, setWhole] = useState(false);
  const lines = useListLines(listId, filter, isWhole);
  const { rows: sections } = useSections(listId);
  const [form, setForm] = useState<'list' | 'section'>();
  const openForm = useOpenForm();
  const [section, setSection] = useState<Section>();
  const [reveal, setReveal] = useState<{ key: string }>();
  const isArchived = list !== undefined && list.archivedAt !== null;
  // It may have been deleted since.
  const target = sections.find(({ id }) => id === section?.id);

  const addSection = () => openForm(() => setForm('section'));
  function closeForm() {
    setForm(undefined);
    focusTitle();
  }

  return (
    <main className="column screen">
      {list && form === 'list' ? (
        <ListForm list={list} onDone={closeForm} />
      ) : (
        <ScreenHeader title={list?.name ?? 'Inbox'} color={list?.color ?? null}>
          <ClearCompleted
            count={counts?.completed ?? 0}
            clear={() => actions.clearCompleted(listId)}
          />
          {list && (
            <ListMenu
              list={list}
              onEdit={() => openForm(() => setForm('list'))}
              onAddSection={addSection}
            />
          )}
        </ScreenHeader>
      )}
      {isArchived ? (
        <ArchivedNotice list={list} />
      ) : (
        <AddTask
          target={{ listId, ...(target && { sectionId: target.id }) }}
          section={target && { name: target.name, clear: () => setSection(undefined) }}
          addedMessage={filter === 'completed' ? 'Added to Active' : undefined}
          onAdded={(key) => setReveal({ key })}
          actions={actions}
        />
      )}
      {/* Below the field, so that the field does not move when it appears. */}
      {notice}
      <FilterBar filter={filter} counts={counts} />
      <TaskList
        key={filter}
        lines={lines}
        order={{ listId }}
        filter={filter}
        actions={actions}
        reveal={reveal}
        renderHeading={(line) =>
          line.kind === 'heading' && <Heading line={line} sections={sections} choose={setSection} />
        }
        empty={<EmptyList filter={filter} canAdd={!isArchived} isFirst={listId === null} />}
      />
      {filter !== 'completed' && <Deferred listId={listId} isShown={isWhole} show={setWhole} />}
      {list && !isArchived && form !== 'section' && (
        <div className="-mt-2 -ml-2">
          <Button kind="plain" onClick={addSection}>
            <Icon of={Plus} />
            Add section
          </Button>
        </div>
      )}
      {list && form === 'section' && (
        <SectionForm
          listId={list.id}
          onAdded={() => requestAnimationFrame(scrollFormIntoView)}
          onDone={closeForm}
        />
      )}
    </main>
  );
}

interface DeferredProps {
  listId: string | null;
  isShown: boolean;
  show: (isShown: boolean) => void;
}

/** Shows the tasks of the list that start later, where there are any. */
function Deferred({ listId, isShown, show }: DeferredProps) {
  const where = { listId, completed: false };
  const count = useCount({ noun: 'task', where, if: { deferred: '' } }) ?? 0;
  if (count === 0) return null;
  const words = isShown ? 'Hide what starts later' : `Show ${countOf(count)} for later`;
  return (
    <div className="-mt-2 -ml-2">
      <Button kind="plain" aria-pressed={isShown} onClick={() => show(!isShown)}>
        <Icon of={Hourglass} />
        {words}
      </Button>
    </div>
  );
}

const focusTitle = () => requestAnimationFrame(() => document.querySelector('h1')?.focus());

interface HeadingProps {
  line: HeadingLine;
  sections: readonly Section[];
  /** New tasks go to this section. */
  choose: (section: Section) => void;
}

function Heading({ line, sections, choose }: HeadingProps) {
  const { section } = line;
  const where = { listId: section.listId, completed: false };
  const openOf = useCounts({ noun: 'task', where, by: 'sectionId' });
  return (
    <SectionRow
      line={line}
      sections={sections}
      open={openOf(section.id)}
      onAdd={() => {
        choose(section);
        document.getElementById(newTaskId)?.focus();
      }}
    />
  );
}

function ArchivedNotice({ list }: { list: List }) {
  const { archive } = useListActions();
  const action = (
    <Button kind="quiet" onClick={() => archive(list, false)}>
      Unarchive
    </Button>
  );
  return (
    <Notice action={action}>
      This list is archived. Its tasks appear only here, in the Logbook and in search.
    </Notice>
  );
}
