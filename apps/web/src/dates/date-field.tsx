import { Suspense } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { HoldKeys, lateForm } from '../ui/late-form.tsx';
import { Popover } from '../ui/popover.tsx';
import { useOpenPopover } from '../ui/use-open-popover.ts';
import { keepKeys } from '../ui/use-popover.ts';
import type { DateChooserProps } from './date-chooser.tsx';
import { dateWords } from './date-words.ts';
import { isPast } from './overdue.ts';
import { useDayClock } from './use-day-clock.ts';

const DateChooser = lateForm(() => import('./date-chooser.tsx'));

type DateFieldProps = DateChooserProps & {
  icon: Parameters<typeof Icon>[0]['of'];
  /** Whether a past date is told apart. */
  isLateTold: boolean;
};

/** A button with a date, which opens what chooses it. */
export function DateField({ icon, isLateTold, ...props }: DateFieldProps) {
  const { label, value } = props;
  const clock = useDayClock();
  const words = value === null ? undefined : dateWords(value, clock);
  const isLate = value !== null && isLateTold && isPast(value, clock);
  return (
    <DatePopover
      {...props}
      renderTrigger={(trigger) => (
        <Button kind="plain" aria-label={`${label}: ${words ?? 'no date'}`} {...trigger}>
          <Icon of={icon} size="sm" />
          <span className={isLate ? 'text-danger' : undefined}>{words ?? 'No date'}</span>
        </Button>
      )}
    />
  );
}

type DatePopoverProps = DateChooserProps & Pick<Parameters<typeof Popover>[0], 'renderTrigger'>;

/** What chooses a date, at a control that opens it. */
export function DatePopover({ renderTrigger, choose, ...props }: DatePopoverProps) {
  return (
    <Popover label={props.label} renderTrigger={renderTrigger}>
      {(close) => (
        <Suspense fallback={<HoldKeys />}>
          <DateChooser
            {...props}
            choose={(date) => {
              close();
              choose(date);
            }}
          />
        </Suspense>
      )}
    </Popover>
  );
}

type OpenDateChooserProps = DateChooserProps & { anchor: HTMLElement; onClose: () => void };

/** What chooses a date, without a button of its own: for a command of a menu, or a key. */
export function OpenDateChooser({ anchor, onClose, choose, ...props }: OpenDateChooserProps) {
  const popoverProps = useOpenPopover(anchor, 'input', onClose);
  return (
    <dialog {...popoverProps} aria-label={props.label} onKeyDown={keepKeys} className="popover p-3">
      <Suspense fallback={<HoldKeys />}>
        <DateChooser
          {...props}
          choose={(date) => {
            onClose();
            choose(date);
          }}
        />
      </Suspense>
    </dialog>
  );
}
