const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-1/3'];

/** Five rows in place of a list that loads, of the same height. `label` is read out: "Loading tasks…". */
export function Skeleton({ label }: { label: string }) {
  return (
    <div className="appear-late">
      <output className="sr-only">{label}</output>
      <div aria-hidden className="sheet">
        {widths.map((width) => (
          <div key={width} className="flex h-row items-center gap-3 px-2">
            <div className="size-4.5 rounded-full bg-hover" />
            <div className={`h-2.5 rounded-full bg-hover ${width}`} />
          </div>
        ))}
      </div>
    </div>
  );
}
