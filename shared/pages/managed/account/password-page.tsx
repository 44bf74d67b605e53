import type { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { Page } from '../../page.ts';
import { PasswordField, Submit } from '../form-parts.tsx';
import { Rules, rulesId } from '../rules.tsx';
import { AccountForm, type AccountView, accountPart } from './account-parts.tsx';

export interface PasswordPage {
  readonly username: string;
  /** False for a user who has none yet. */
  readonly hasPassword: boolean;
  readonly rules: ReturnType<typeof passwordPolicy>;
}

export const passwordPage = (view: AccountView, { username, hasPassword, rules }: PasswordPage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.password'),
    fields: ['currentPassword', 'password'],
    body: ({ beside }) => (
      <AccountForm view={view} act="change">
        <input type="hidden" name="username" value={username} autocomplete="username" />
        {hasPassword && (
          <PasswordField
            texts={texts}
            name="current_password"
            label={texts.say('account.currentPassword')}
            autocomplete="current-password"
            complaint={beside('currentPassword')}
          />
        )}
        <PasswordField
          texts={texts}
          name="new_password"
          label={texts.say('label.newPassword')}
          autocomplete="new-password"
          complaint={beside('password')}
          rules={rulesId}
        />
        <Rules texts={texts} rules={rules} />
        <Submit label={texts.say('reset.action')} />
      </AccountForm>
    ),
  });
};
