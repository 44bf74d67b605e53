import type { PasswordRules } from '../classic/password-checks.tsx';
import type { Texts } from '../texts/texts.ts';

// Which rules there are, by the name that the script knows.
const rows = (texts: Texts, rules: PasswordRules): readonly (readonly [name: string, text: string])[] => [
  ['length', texts.say('rules.length', { count: rules.minimumLength })],
  ...(rules.requireLowercase ? [['lowerletter', texts.say('rules.lowercase')] as const] : []),
  ...(rules.requireUppercase ? [['upperletter', texts.say('rules.uppercase')] as const] : []),
  ...(rules.requireNumbers ? [['numbers', texts.say('rules.number')] as const] : []),
  ...(rules.requireSymbols ? [['symbols', texts.say('rules.symbol')] as const] : []),
];

/** The id by which a field says what describes it. */
export const rulesId = 'password-rules';

interface RulesProps {
  readonly texts: Texts;
  readonly rules: PasswordRules;
}

/** The rules for a new password. The script marks them while the user types; without it they only tell. */
export const Rules = ({ texts, rules }: RulesProps) => (
  <div
    id={rulesId}
    class="rules"
    data-length={rules.minimumLength}
    data-met={texts.say('rules.met')}
    data-not-met={texts.say('rules.notMet')}
  >
    <p>{texts.say('rules.title')}</p>
    <ul>
      {rows(texts, rules).map(([name, text]) => (
        <li data-rule={name}>
          {text}
          <span class="state" />
        </li>
      ))}
    </ul>
  </div>
);
