/** What the API refuses, or that nothing answered: `name` is the exception, and `message` is for people. */
export class ApiError extends Error {
  /** Of HTTP; 0 where no answer came. */
  readonly status: number;

  constructor(name: string, message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.status = status;
  }
}

/** True for whatever ended because somebody left the screen: nobody is to be told. */
export const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** One sentence for people. */
export const sentenceOf = (error: unknown): string =>
  error instanceof ApiError
    ? `${error.name}: ${error.message}`
    : error instanceof Error
      ? error.message
      : String(error);
