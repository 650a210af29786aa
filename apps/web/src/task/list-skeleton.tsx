const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3'];

/** A placeholder of the same size for the first tasks while they load. */
export function ListSkeleton() {
  return (
    <div className="appear-late">
      <output className="sr-only">Loading tasks…</output>
      <div aria-hidden className="sheet">
        {widths.map((width) => (
          <div key={width} className="flex h-14 items-center gap-3.5 px-4">
            <div className="size-6 rounded-full bg-wash" />
            <div className={`h-3 rounded-full bg-wash ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
