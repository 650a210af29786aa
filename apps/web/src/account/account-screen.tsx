import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { Person } from '../sync/people.ts';
import { ScreenHeader } from '../ui/screen-header.tsx';
import { AppearanceSection } from './appearance-section.tsx';
import { DatesSection } from './dates-section.tsx';
import { DeleteAccount } from './delete-account.tsx';
import { EmailSection } from './email-section.tsx';
import { ExportSection } from './export-section.tsx';
import { NameSection } from './name-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { TokensSection } from './tokens-section.tsx';
import { TwoFactorSection } from './two-factor-section.tsx';

interface AccountScreenProps {
  person: Person;
  /** Called when the account and its sessions have been deleted. */
  onDeleted: () => void;
}

/** The screen on which people change or delete their account. */
export default function AccountScreen({ person, onDeleted }: AccountScreenProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <main className="column screen">
      <ScreenHeader title="Your account" />
      <QueryClientProvider client={queryClient}>
        <div className="sheet mt-2">
          <NameSection name={person.name} />
          <EmailSection email={person.email} />
          <AppearanceSection />
          <DatesSection />
          <PasswordSection email={person.email} />
          <TwoFactorSection email={person.email} />
          <SessionsSection />
          <TokensSection />
          <ExportSection />
          <DeleteAccount email={person.email} onDeleted={onDeleted} />
        </div>
      </QueryClientProvider>
    </main>
  );
}
