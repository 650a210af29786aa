/** A temporary refusal with a known time to wait. */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
  readonly code: 'TOO_MANY_REQUESTS' | 'SERVICE_UNAVAILABLE';
  /** In seconds; sent as `Retry-After`. */
  readonly retryAfter: number;

  constructor(code: RetryLaterError['code'], message: string, retryAfter: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** The refusal of a rate limit. @param secondsLeft until it ends. */
export const tooManyAttempts = (secondsLeft: number): RetryLaterError =>
  new RetryLaterError(
    'TOO_MANY_REQUESTS',
    'Too many attempts. Wait some minutes, then try again.',
    secondsLeft,
  );
