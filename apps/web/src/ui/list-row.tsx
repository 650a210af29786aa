import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface ListRowProps {
  /** An `Icon` or `ColorDot`. */
  leading?: ReactNode;
  children: ReactNode;
  /** A `Count`, a date. */
  trailing?: ReactNode;
  /** A screen of the page: the row is a link. */
  href?: string;
  /** Of the link. */
  id?: string;
  /** Whether the screen of `href` is shown now. */
  isCurrent?: boolean;
  /** The row is a button. */
  onClick?: () => void;
}

/** A row of a sidebar or a short list: a link with `href`, a button with `onClick`, else a plain row. */
export function ListRow(props: ListRowProps) {
  const { leading, children, trailing, href, id, isCurrent, onClick } = props;
  const content = (
    <>
      {leading && (
        <span className="grid w-5 shrink-0 place-items-center text-muted">{leading}</span>
      )}
      <span dir="auto" className="min-w-0 grow truncate">
        {children}
      </span>
      {trailing}
    </>
  );
  if (href !== undefined) {
    return (
      <Link id={id} href={href} aria-current={isCurrent ? 'page' : undefined} className="option">
        {content}
      </Link>
    );
  }
  if (onClick) {
    return (
      <button type="button" onClick={onClick} className="option">
        {content}
      </button>
    );
  }
  return <div className="option">{content}</div>;
}
