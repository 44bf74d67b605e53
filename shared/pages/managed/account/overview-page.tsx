import type { Page } from '../../page.ts';
import { Alert, Elsewhere, Heading, Intro, Notice } from '../form-parts.tsx';
import { complaintsFor } from '../managed.ts';
import { type AccountView, titleKey } from './account-parts.tsx';

/** What leads to the parts of an account. */
export interface OverviewPage {
  readonly account: string;
  readonly parts: readonly { readonly path: string; readonly address: string }[];
  /** Where the app is; undefined for whoever came from none. */
  readonly back: string | undefined;
}

export const overviewPage = (view: AccountView, { account, parts, back }: OverviewPage): Page => {
  const { managed, told } = view;
  const { texts } = managed;
  return {
    title: texts.say('account.title'),
    body: (
      <>
        <Heading title={texts.say('account.title')}>
          <Intro>{texts.say('account.signedInAs', { username: account })}</Intro>
        </Heading>
        {told !== undefined && <Notice message={told} />}
        <Alert messages={complaintsFor(managed, view, []).above} />
        <nav aria-label={texts.say('account.title')}>
          <ul class="parts">
            {parts.map(({ path, address }) => (
              <li>
                <a href={address}>{texts.say(titleKey(path))}</a>
              </li>
            ))}
          </ul>
        </nav>
        {back !== undefined && (
          <Elsewhere>
            <a href={back}>{texts.say('account.back')}</a>
          </Elsewhere>
        )}
      </>
    ),
  };
};
