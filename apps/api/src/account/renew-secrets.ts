// The secrets of two-step sign-in are encrypted with the current BETTER_AUTH_SECRET. When it was rotated, they are
// encrypted again, so that the old one is no longer needed.
import type { AuthContext, SecretConfig } from 'better-auth';
import { symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';

/** The part of Better Auth that this file uses. */
export interface SecretsContext {
  adapter: Pick<AuthContext['adapter'], 'findMany' | 'incrementOne'>;
  secretConfig: string | SecretConfig;
}

interface Row {
  id: string;
  secret: string;
  backupCodes: string;
}

const pageSize = 1_000;

/**
 * Encrypts again what an older secret has encrypted. Without an older secret nothing is read.
 *
 * @returns how many people's secrets were encrypted again, and how many cannot be read with the given secrets.
 */
export async function renewSecrets({
  adapter,
  secretConfig: key,
}: SecretsContext): Promise<{ renewed: number; unreadable: number }> {
  const counts = { renewed: 0, unreadable: 0 };
  if (typeof key === 'string' || key.keys.size < 2) return counts;
  const isCurrent = (text: string) => text.startsWith(`$ba$${key.currentVersion}$`);
  const renew = async (data: string) =>
    symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  for (let after: string | undefined = ''; after !== undefined; ) {
    const rows: Row[] = await adapter.findMany<Row>({
      model: 'twoFactor',
      where: [{ field: 'id', operator: 'gt', value: after }],
      sortBy: { field: 'id', direction: 'asc' },
      limit: pageSize,
    });
    for (const { id, secret, backupCodes } of rows) {
      if (isCurrent(secret) && isCurrent(backupCodes)) continue;
      const set = await Promise.all([renew(secret), renew(backupCodes)]).catch(() => undefined);
      counts[set ? 'renewed' : 'unreadable'] += 1;
      if (!set) continue;
      // Unless the person has changed them meanwhile.
      const where = Object.entries({ id, secret, backupCodes }).map(([field, value]) => ({
        field,
        value,
      }));
      const [newSecret, newCodes] = set;
      await adapter.incrementOne({
        model: 'twoFactor',
        where,
        increment: {},
        set: { secret: newSecret, backupCodes: newCodes },
      });
    }
    after = rows.at(-1)?.id;
  }
  return counts;
}
