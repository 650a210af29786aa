// Better Auth's columns as we name them: in snake case, as all of ours.
const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' };

export const columns = {
  user: { fields: { ...timestamps, emailVerified: 'email_verified' } },
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
};
