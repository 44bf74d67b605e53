import type { SecondFactor } from '#shared/domain/users/user.ts';
import type { Page } from '../../page.ts';
import type { PlainKey } from '../../texts/catalogue.ts';
import { AppSecret } from '../app-secret.tsx';
import { CodeField, Submit } from '../form-parts.tsx';
import { AccountForm, type AccountView, Action, accountPart, Entry } from './account-parts.tsx';

/** A second factor that the pool offers. */
export interface ShownFactor {
  readonly factor: SecondFactor;
  readonly state: 'off' | 'on' | 'first';
  /** False where the user lacks what it needs. */
  readonly isUsable: boolean;
}

export interface FactorsPage {
  readonly factors: readonly ShownFactor[];
  /** True where the pool asks everybody for a second factor. */
  readonly isRequired: boolean;
  /** The app that is being set up: its secret in base32, and what its QR code says. */
  readonly setUp: { readonly secret: string; readonly uri: string } | undefined;
}

const names: Readonly<Record<SecondFactor, PlainKey>> = {
  EMAIL_OTP: 'choice.email',
  SMS_MFA: 'choice.sms',
  SOFTWARE_TOKEN_MFA: 'choice.app',
};
const states = { off: 'account.off', on: 'account.on', first: 'account.first' } as const;

interface SetUpProps {
  readonly view: AccountView;
  readonly setUp: NonNullable<FactorsPage['setUp']>;
  readonly complaint: string | undefined;
}

const SetUp = ({ view, setUp: { secret, uri }, complaint }: SetUpProps) => {
  const { texts } = view.managed;
  return (
    <AccountForm view={view} act="verify" of="SOFTWARE_TOKEN_MFA">
      <input type="hidden" name="secret" value={secret} />
      <p>{texts.say('setUp.appScan')}</p>
      <AppSecret texts={texts} secret={secret} uri={uri} />
      <p>{texts.say('setUp.appCode')}</p>
      <CodeField name="code" texts={texts} complaint={complaint} autofocus={false} />
      <Submit label={texts.say('action.continue')} />
    </AccountForm>
  );
};

export const factorsPage = (view: AccountView, { factors, isRequired, setUp }: FactorsPage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.factors'),
    intro: isRequired ? texts.say('account.required') : undefined,
    fields: setUp ? ['code'] : [],
    body: ({ beside }) => (
      <>
        {factors.map(({ factor, state, isUsable }) => {
          const name = texts.say(names[factor]);
          const action = { view, of: factor, about: name };
          return (
            <Entry title={name} facts={[texts.say(states[state])]}>
              {isUsable && state === 'off' && <Action {...action} act="on" label={texts.say('account.turnOn')} />}
              {state === 'on' && <Action {...action} act="first" label={texts.say('account.askFirst')} />}
              {state !== 'off' && !isRequired && <Action {...action} act="off" label={texts.say('account.turnOff')} />}
              {factor === 'SOFTWARE_TOKEN_MFA' && !setUp && (
                <Action {...action} act="set-up" label={texts.say('account.setUpApp')} />
              )}
              {factor === 'SOFTWARE_TOKEN_MFA' && setUp && (
                <SetUp view={view} setUp={setUp} complaint={beside('code')} />
              )}
            </Entry>
          );
        })}
      </>
    ),
  });
};
