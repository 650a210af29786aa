import type { LucideIcon } from 'lucide-react';

const sizes = { sm: 'size-3.5', md: 'size-icon', lg: 'size-5' };

interface IconProps {
  /** Of `lucide-react/icons/NAME`: only what is imported is in the build. */
  of: LucideIcon;
  size?: keyof typeof sizes;
}

/** A drawing beside a text or in a labelled button; hidden from screen readers. */
export function Icon({ of: Drawing, size = 'md' }: IconProps) {
  return <Drawing aria-hidden strokeWidth={1.75} className={`shrink-0 ${sizes[size]}`} />;
}
