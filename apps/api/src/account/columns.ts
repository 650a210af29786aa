// The names of Better Auth's columns: snake case, like all others.
import type { BetterAuthOptions } from 'better-auth';

const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

export const columns = {
  user: {
    fields: { ...timestamps, emailVerified: 'email_verified' },
    additionalFields: {
      // Null in older rows, and in rows that older versions write.
      mustVerify: {
        type: 'boolean',
        required: false,
        defaultValue: false,
        input: false,
        returned: false,
        fieldName: 'must_verify',
      },
    },
  },
  session: {
    fields: {
      ...timestamps,
      userId: 'user_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
    },
  },
  account: {
    fields: {
      ...timestamps,
      userId: 'user_id',
      accountId: 'account_id',
      providerId: 'provider_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
    },
  },
  verification: { fields: { ...timestamps, expiresAt: 'expires_at' } },
} satisfies BetterAuthOptions;
