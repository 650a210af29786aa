import { useId } from 'react';

interface FileFieldProps {
  onFile: (file: File) => void;
}

/** A field for one file, which can also be dropped there: browsers take it. */
export function FileField({ onFile }: FileFieldProps) {
  const id = useId();
  return (
    <div className="grid gap-2">
      <label htmlFor={id} className="font-medium">
        A file to import
      </label>
      <input
        id={id}
        type="file"
        data-autofocus
        aria-describedby={`${id}-hint`}
        className="w-full min-w-0 cursor-pointer rounded-md border border-dashed border-edge px-4 py-8 text-sm hover:bg-hover"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) onFile(file);
        }}
      />
      <p id={`${id}-hint`} className="text-sm text-muted">
        Choose it, or drop it here: Todoist (CSV, backup or JSON), TickTick, Taskwarrior, todo.txt,
        iCalendar, CSV, or Tydo.
      </p>
    </div>
  );
}
