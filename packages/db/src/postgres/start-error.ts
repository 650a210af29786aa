// Errors of the first statement of a start: waiting helps with some; the others are mistakes in DATABASE_URL
// or at the server, and the operator is told which.
import pg from 'pg';
import { TimeoutError } from '../connection/deadline.ts';
import type { PostgresTarget } from '../connection/postgres-url.ts';
import { ConfigError, codeOf } from '../errors.ts';

/**
 * Tells mistakes apart from a database that is away.
 *
 * @param error of the first statement; the driver's own error may be its `cause`.
 * @returns a ConfigError with one sentence on what is wrong and one on what to write or do, without
 * any password; or `error` itself where waiting may help.
 */
export function explainStartError(error: unknown, target: PostgresTarget): unknown {
  for (let reason = error; reason instanceof Error; reason = reason.cause) {
    const sentence =
      reason instanceof pg.DatabaseError
        ? refusedByServer(reason, target)
        : (untrusted(reason, target) ?? unreachable(reason, target));
    if (sentence !== undefined) return new ConfigError(sentence, { cause: error });
  }
  return error;
}

/** Whether the server may answer later: a time-out, or it is starting up, or has no free connection. */
export function isRetryable(error: unknown): boolean {
  const reason = error instanceof Error ? error.cause : undefined;
  if (reason instanceof pg.DatabaseError) return /^(57P03|53300)$/.test(String(reason.code));
  // pg's own time-outs have no code.
  return (
    reason instanceof TimeoutError || (reason instanceof Error && /timeout/.test(reason.message))
  );
}

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const unknownIssuer =
  /^(UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?)|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|CERT_(UNTRUSTED|SIGNATURE_FAILURE)|INVALID_CA)$/;

function untrusted(error: Error, { host, tls }: PostgresTarget): string | undefined {
  const code = codeOf(error) ?? '';
  if (unknownIssuer.test(code)) {
    // Without the advice that Node appends.
    const reason = error.message.replace(/;.*/, '');
    return tls !== false && tls.ca !== undefined
      ? `The certificate of ${host} is not signed by the CA in sslrootcert=${tls.ca} (${reason}). Put the certificate of the CA that signed it there.`
      : `The certificate of ${host} is not signed by a CA that is trusted here (${reason}). Add sslrootcert=/path/ca.pem with the certificate of that CA to DATABASE_URL.`;
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `The certificate of ${host} is not for that host name${namesInCertificate(error)}. Write a name that the certificate has into DATABASE_URL, or give the server a certificate for ${host}.`;
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return `The certificate of ${host}, or that of its CA, has expired. Renew it at the server.`;
  }
  if (code === 'CERT_NOT_YET_VALID') {
    return `The certificate of ${host}, or that of its CA, is not valid yet. Check the clock of this machine, and the certificate at the server.`;
  }
  // pg's error has no code.
  if (error.message === 'The server does not support SSL connections') {
    return `${host} does not offer TLS. Switch it on at the server; only for a server in a network that you trust, write sslmode=disable in DATABASE_URL.`;
  }
  // Other errors of certificates and TLS.
  if (/^(CERT_|CRL_|ERR_SSL_|ERR_TLS_|EPROTO|HOSTNAME_MISMATCH|INVALID_PURPOSE)/.test(code)) {
    return `TLS with ${host} failed (${code}: ${error.message}). Check the certificate and the TLS settings of the server.`;
  }
  return undefined;
}

function unreachable(error: Error, { host }: PostgresTarget): string | undefined {
  if (codeOf(error) === 'ENOTFOUND') {
    return `There is no host named ${host}. Correct it in DATABASE_URL.`;
  }
  if (/client password must be/.test(error.message)) {
    return `${host} wants a password, and DATABASE_URL has none. Write postgresql://user:password@${host}/database.`;
  }
  if (error.message.startsWith('SASL')) {
    return `${host} and this driver do not agree on how to sign in (${error.message}). Let the server use scram-sha-256.`;
  }
  return undefined;
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
function refusedByServer(error: pg.DatabaseError, target: PostgresTarget): string | undefined {
  const { host, database, user } = target;
  const { code = '', message } = error;
  if (/no encryption|SSL required|insecure/i.test(message)) {
    return `${host} does not let us in without TLS (${message}). Write sslmode=verify-full in DATABASE_URL, and sslrootcert=/path/ca.pem where its CA is a private one.`;
  }
  if (/channel binding/i.test(message)) {
    return `${host} answers with another certificate than the database server has (${message}). Somebody in between could read along: connect to the server itself.`;
  }
  // PgBouncer has one code for all its errors, and for those that it passes on from the server.
  const pooled = code === '08P01';
  if (code === '28P01' || (pooled && /authentication failed/.test(message))) {
    return `${host} refuses the user ${user ?? '(none is given)'} with this password. Correct them in DATABASE_URL, with / ? # @ : % percent-encoded.`;
  }
  if (
    code === '3D000' ||
    (pooled && /^(database .* does not exist|no such database)/.test(message))
  ) {
    return `${host} has no database "${database}". Create it, or correct its name in DATABASE_URL.`;
  }
  // No authorization, no right to connect, values that the server does not accept (options=…).
  const refused = /no such user|unsupported startup parameter|not allowed|role .* does not exist/;
  if (/^(28|42|22|0A)/.test(code) || (pooled && refused.test(message))) {
    return `${host} refuses the connection (${message}). Correct DATABASE_URL, or allow it at the server.`;
  }
  return undefined;
}

function namesInCertificate(error: Error): string {
  const certificate = 'cert' in error ? error.cert : undefined;
  if (typeof certificate !== 'object' || certificate === null) return '';
  const names = 'subjectaltname' in certificate ? certificate.subjectaltname : undefined;
  return typeof names === 'string' ? ` but for ${names}` : '';
}
