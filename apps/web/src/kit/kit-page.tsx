import { Buttons } from './buttons.tsx';
import { Colors } from './colors.tsx';
import { Fields } from './fields.tsx';
import { Lists } from './lists.tsx';
import { Messages } from './messages.tsx';
import { Overlays } from './overlays.tsx';
import { Type } from './type.tsx';

/** All primitives, light and dark beside each other. */
export function KitPage() {
  return (
    <main className="grid min-h-dvh lg:grid-cols-2">
      <h1 className="sr-only">Kit</h1>
      <Theme name="Light" scheme="scheme-light" />
      <Theme name="Dark" scheme="scheme-dark" />
    </main>
  );
}

function Theme({ name, scheme }: { name: string; scheme: string }) {
  return (
    <section
      aria-label={name}
      className={`grid min-w-0 grid-cols-1 content-start gap-8 bg-surface p-4 text-text sm:p-8 ${scheme}`}
    >
      <h2>{name}</h2>
      <Colors />
      <Type />
      <Buttons />
      <Fields theme={name} />
      <Lists theme={name} />
      <Overlays />
      <Messages />
    </section>
  );
}
