import { type ComponentProps, type RefObject, useState } from 'react';
import type { useQuickAdd } from './use-quick-add.ts';

interface QuickAddInputProps
  extends Pick<
    ComponentProps<'input'>,
    | 'id'
    | 'placeholder'
    | 'onPaste'
    | 'aria-label'
    | 'aria-invalid'
    | 'aria-describedby'
    | 'aria-keyshortcuts'
  > {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  setText: (text: string) => void;
  quick: ReturnType<typeof useQuickAdd>;
  onEscape?: () => void;
}

/** The field of a text that quick add reads, with what was understood tinted, and names to choose from. */
export function QuickAddInput(props: QuickAddInputProps) {
  const { field, text, setText, quick, onEscape, ...input } = props;
  const { code, now, decide } = quick;
  const [scroll, setScroll] = useState(0);

  function change(next: string) {
    setText(next);
    quick.follow(next);
  }

  return (
    <span className="relative min-w-0 grow">
      {code && now && <code.Tint text={text} reading={now.reading} scroll={scroll} />}
      <input
        {...input}
        ref={field}
        dir="auto"
        value={text}
        onChange={({ target }) => change(target.value)}
        onScroll={({ currentTarget }) => setScroll(currentTarget.scrollLeft)}
        onClick={({ currentTarget }) => {
          const decided = code && now && code.decideByClick(currentTarget, now);
          if (decided) decide(decided);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') return onEscape?.();
          const decided = code && now && code.decideByKey(event, now);
          if (!decided) return undefined;
          event.preventDefault();
          return decide(decided);
        }}
        autoComplete="off"
        enterKeyHint="done"
        className="relative h-control w-full bg-transparent px-2 outline-none placeholder:text-muted"
      />
      {code && now && (
        <code.Suggestions field={field} text={text} known={quick.known} setText={change} />
      )}
    </span>
  );
}
