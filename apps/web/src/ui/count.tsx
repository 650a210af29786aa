import { dateLanguage } from '../lib/language.ts';

interface CountProps {
  value: number;
  /** What is counted, for screen readers: "4 open tasks". */
  label: string;
  /** Over a colour, where it must not be missed. */
  isStrong?: boolean;
}

/** A number at the end of a row or tab. */
export function Count({ value, label, isStrong = false }: CountProps) {
  const look = isStrong
    ? 'rounded-full border border-transparent bg-accent px-1.5 font-medium text-on-accent'
    : 'text-muted';
  return (
    <span className={`shrink-0 text-xs tabular-nums ${look}`}>
      <span aria-hidden>{value.toLocaleString(dateLanguage)}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
