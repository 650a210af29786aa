// A refusal that passes by itself after a time that we know.

/** Tells the caller to come back, and when. */
export class RetryLaterError extends Error {
  override readonly name = 'RetryLaterError';
  readonly code: 'TOO_MANY_REQUESTS' | 'SERVICE_UNAVAILABLE';
  /** In seconds. */
  readonly retryAfter: number;

  constructor(code: RetryLaterError['code'], message: string, retryAfter: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
