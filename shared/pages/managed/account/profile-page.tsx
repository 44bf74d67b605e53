import type { Page } from '../../page.ts';
import { AttributeField } from '../attribute-field.tsx';
import { Submit } from '../form-parts.tsx';
import { AccountForm, type AccountView, accountPart, Nothing } from './account-parts.tsx';

/** An attribute on the page. */
export interface ShownAttribute {
  readonly name: string;
  readonly value: string;
  /** What was typed, where that was refused. */
  readonly typed: string | undefined;
  readonly isRequired: boolean;
}

export interface ProfilePage {
  readonly editable: readonly ShownAttribute[];
  /** When the account was changed last, in epoch milliseconds. */
  readonly seen: number;
  readonly fixed: readonly Pick<ShownAttribute, 'name' | 'value'>[];
}

export const profilePage = (view: AccountView, { editable, fixed, seen }: ProfilePage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.profile'),
    fields: editable.map(({ name }) => name),
    body: ({ beside }) => (
      <>
        {fixed.length > 0 && (
          <dl>
            {fixed.map(({ name, value }) => (
              <>
                <dt>{texts.attribute(name)}</dt>
                <dd>{value}</dd>
              </>
            ))}
          </dl>
        )}
        {editable.length === 0 && fixed.length === 0 && <Nothing texts={texts} />}
        {editable.length > 0 && (
          <AccountForm view={view} act="save">
            <input type="hidden" name="seen" value={String(seen)} />
            {editable.map(({ name, value, typed, isRequired }) => (
              <AttributeField
                texts={texts}
                name={name}
                field={`attributes[${name}]`}
                value={typed ?? value}
                complaint={beside(name)}
                isOptional={!isRequired}
              />
            ))}
            <Submit label={texts.say('account.save')} />
          </AccountForm>
        )}
      </>
    ),
  });
};
