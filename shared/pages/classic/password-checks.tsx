/** The rules of the pool for passwords, as the classic pages tell them. The script of the pages checks them while the user types. */
/** What a pool asks of passwords. */
export interface PasswordRules {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

const rows = (rules: PasswordRules): readonly (readonly [name: string, text: string])[] => [
  ...(rules.requireLowercase ? [['lowerletter', 'a lower case letter'] as const] : []),
  ...(rules.requireUppercase ? [['upperletter', 'an upper case letter'] as const] : []),
  ...(rules.requireNumbers ? [['numbers', 'a number'] as const] : []),
  ...(rules.requireSymbols ? [['symbols', 'a special character'] as const] : []),
  ['length', `at least ${rules.minimumLength} characters`],
];

/** One line for each rule. Without a script they only tell. */
export const PasswordChecks = ({ rules }: { readonly rules: PasswordRules }) => (
  <div class="checkPassword" data-length={rules.minimumLength}>
    {rows(rules).map(([name, text]) => (
      <div class={`checkPassword-${name}`}>
        <span aria-hidden="true" class={`check-${name}`} />{' '}
        <span class={`checkPasswordText-${name}`}>{`Password must contain ${text}`}</span>
      </div>
    ))}
  </div>
);
