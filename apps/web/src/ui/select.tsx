import ChevronDown from 'lucide-react/icons/chevron-down';
import type { ComponentProps } from 'react';
import { type FieldProps, fieldClass, useField } from './field.tsx';
import { Icon } from './icon.tsx';

type SelectProps = Omit<ComponentProps<'select'>, 'className' | 'id' | 'multiple'> & FieldProps;

/** One of a few values: the browser's own list. Its children are `<option>`. For many, see `Picker`. */
export function Select({ label, hint, error, ...props }: SelectProps) {
  const { id, frame, described } = useField({ label, hint, error });
  return frame(
    <div className="relative">
      <select
        id={id}
        className={`${fieldClass} h-control cursor-pointer appearance-none pr-9`}
        {...described}
        {...props}
      />
      <span className="pointer-events-none absolute inset-y-0 right-3 grid place-items-center text-muted">
        <Icon of={ChevronDown} />
      </span>
    </div>,
  );
}
