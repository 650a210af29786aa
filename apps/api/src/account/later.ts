// A refusal that passes by itself after a time that we know.

/** Tells the caller to come back, and when. */
export class Later extends Error {
  override readonly name = 'Later';
  readonly code: 'TOO_MANY_REQUESTS' | 'SERVICE_UNAVAILABLE';
  /** In seconds. */
  readonly retryAfter: number;

  constructor(code: Later['code'], message: string, retryAfter: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}
