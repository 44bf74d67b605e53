/** Parts of an account that are lists: what there is, and what can be done about each thing. */
import type { Page } from '../../page.ts';
import type { PlainKey } from '../../texts/catalogue.ts';
import { PasskeyParts } from '../form-parts.tsx';
import { AccountForm, type AccountView, Action, accountPart, Entry, Nothing, timeIn } from './account-parts.tsx';

export interface ShownPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

export interface PasskeysPage {
  readonly passkeys: readonly ShownPasskey[];
  /** What the browser needs to create one, as JSON; undefined where no more can be added. */
  readonly creation: string | undefined;
}

export const passkeysPage = (view: AccountView, { passkeys, creation }: PasskeysPage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.passkeys'),
    intro: texts.say('passkey.addIntro'),
    body: () => (
      <>
        {passkeys.length === 0 && <Nothing texts={texts} />}
        {passkeys.map(({ id, name, createdAt }) => (
          <Entry title={name} facts={[texts.say('account.addedAt', { time: timeIn(texts, createdAt) })]}>
            <Action view={view} act="remove" of={id} label={texts.say('account.remove')} about={name} />
          </Entry>
        ))}
        {creation !== undefined && (
          <AccountForm view={view} act="add" creation={creation}>
            <PasskeyParts
              texts={texts}
              failed={texts.say('passkey.addFailed')}
              action={texts.say('passkey.addAction')}
            />
          </AccountForm>
        )}
      </>
    ),
  });
};

export interface ShownDevice {
  readonly key: string;
  readonly name: string;
  readonly createdAt: number;
  readonly usedAt: number;
}

export const devicesPage = (view: AccountView, devices: readonly ShownDevice[]): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.devices'),
    body: () => (
      <>
        {devices.length === 0 && <Nothing texts={texts} />}
        {devices.map(({ key, name, createdAt, usedAt }) => (
          <Entry
            title={name}
            facts={[
              texts.say('account.addedAt', { time: timeIn(texts, createdAt) }),
              texts.say('account.lastUsed', { time: timeIn(texts, usedAt) }),
            ]}
          >
            <Action view={view} act="remove" of={key} label={texts.say('account.remove')} about={name} />
          </Entry>
        ))}
      </>
    ),
  });
};

export interface ShownSession {
  readonly id: string;
  readonly device: string | undefined;
  readonly place: string | undefined;
  readonly usedAt: number;
  readonly isCurrent: boolean;
}

export const sessionsPage = (view: AccountView, sessions: readonly ShownSession[]): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.sessions'),
    body: () => (
      <>
        {sessions.map(({ id, device, place, usedAt, isCurrent }) => {
          const name = device ?? texts.say('account.unknownBrowser');
          const facts = [
            ...(isCurrent ? [texts.say('account.thisSession')] : []),
            ...(place === undefined ? [] : [place]),
            texts.say('account.lastUsed', { time: timeIn(texts, usedAt) }),
          ];
          return (
            <Entry title={name} facts={facts}>
              {!isCurrent && (
                <Action view={view} act="end" of={id} label={texts.say('account.signOutThere')} about={name} />
              )}
            </Entry>
          );
        })}
      </>
    ),
  });
};

export interface ShownLink {
  /** What names it in a form. */
  readonly id: string;
  readonly provider: string;
  readonly createdAt: number;
}

export const linksPage = (view: AccountView, links: readonly ShownLink[]): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.links'),
    body: () => (
      <>
        {links.length === 0 && <Nothing texts={texts} />}
        {links.map(({ id, provider, createdAt }) => (
          <Entry title={provider} facts={[texts.say('account.addedAt', { time: timeIn(texts, createdAt) })]}>
            <Action view={view} act="unlink" of={id} label={texts.say('account.unlink')} about={provider} />
          </Entry>
        ))}
      </>
    ),
  });
};

export interface ShownTerms {
  readonly kind: 'terms-of-use' | 'privacy-policy';
  readonly link: string;
  readonly acceptedAt: number;
}

const termsKeys: Readonly<Record<ShownTerms['kind'], PlainKey>> = {
  'terms-of-use': 'signUp.termsOfUse',
  'privacy-policy': 'signUp.privacyPolicy',
};

export const termsPage = (view: AccountView, terms: readonly ShownTerms[]): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.terms'),
    body: () => (
      <ul class="parts">
        {terms.map(({ kind, link, acceptedAt }) => (
          <li>
            <a href={link}>{texts.say(termsKeys[kind])}</a>
            <p>{texts.say('account.acceptedAt', { time: timeIn(texts, acceptedAt) })}</p>
          </li>
        ))}
      </ul>
    ),
  });
};

export interface RecoveryCodesPage {
  /** How many are left; undefined for a user who has none. */
  readonly left: number | undefined;
  /** Those that were made just now. */
  readonly codes: readonly string[];
}

export const recoveryCodesPage = (view: AccountView, { left, codes }: RecoveryCodesPage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.recoveryCodes'),
    intro: texts.say('account.codesIntro'),
    body: () => (
      <>
        {codes.length > 0 && (
          <>
            <p role="status">{texts.say('account.codesOnce')}</p>
            <ul class="parts">
              {codes.map((code) => (
                <li>
                  <code class="secret">{code}</code>
                </li>
              ))}
            </ul>
          </>
        )}
        {codes.length === 0 && left !== undefined && <p>{texts.say('account.codesLeft', { count: left })}</p>}
        <Action view={view} act="make" label={texts.say('account.codesMake')} isMain={codes.length === 0} />
      </>
    ),
  });
};
