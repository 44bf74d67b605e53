/** A challenge that a sign-in asks, as a page shows it and as the form brings it back. */
export interface Question {
  readonly challenge: string;
  /** Proves what was answered so far. The rest is only to be shown. */
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user can choose from. */
  readonly choices: readonly string[];
}

/** A question as text for a hidden field of the form. */
export const packQuestion = (question: Question): string => Buffer.from(JSON.stringify(question)).toString('base64url');

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

const isQuestion = (value: unknown): value is Question =>
  typeof value === 'object' &&
  value !== null &&
  ['challenge', 'session', 'username'].every((name) => typeof Reflect.get(value, name) === 'string') &&
  'parameters' in value &&
  isTextMap(value.parameters) &&
  'choices' in value &&
  Array.isArray(value.choices) &&
  value.choices.every((choice) => typeof choice === 'string');

/** The question that a form brings back; undefined for text that is none. */
export const unpackQuestion = (packed: string): Question | undefined => {
  try {
    const question: unknown = JSON.parse(Buffer.from(packed, 'base64url').toString());
    return isQuestion(question) ? question : undefined;
  } catch {
    return undefined;
  }
};
