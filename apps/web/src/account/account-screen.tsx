import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Person } from '../sync/people.ts';
import { ScreenTitle } from '../ui/screen-title.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DatesSection } from './dates-section.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { EmailSection } from './email-section.tsx';
import { ExportSection } from './export-section.tsx';
import { NameSection } from './name-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TokensSection } from './tokens-section.tsx';

interface AccountScreenProps {
  person: Person;
  /** Called when the account and its sessions have been deleted. */
  onDeleted: () => void;
}

/** The screen on which people change or delete their account. */
export default function AccountScreen({ person, onDeleted }: AccountScreenProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <main className="column grid grid-cols-1 gap-4 pt-3 pb-28 sm:pt-7">
      <Link
        href="/"
        className="-ml-3 flex min-h-control items-center gap-1.5 justify-self-start rounded-md px-3 font-medium text-accent-text hover:bg-hover"
      >
        <ArrowLeft aria-hidden className="size-4" />
        Tasks
      </Link>
      <ScreenTitle>Your account</ScreenTitle>
      <QueryClientProvider client={queryClient}>
        <div className="sheet mt-2">
          <NameSection name={person.name} />
          <EmailSection email={person.email} />
          <AppearanceSection />
          <DatesSection />
          <PasswordSection email={person.email} />
          <SessionsSection />
          <TokensSection />
          <ExportSection />
          <DeleteAccount email={person.email} onDeleted={onDeleted} />
        </div>
      </QueryClientProvider>
    </main>
  );
}
