import type { Page } from '../../page.ts';
import { CodeField, Field, Submit } from '../form-parts.tsx';
import { AccountForm, type AccountView, Action, accountPart, Entry, Nothing } from './account-parts.tsx';

/** An e-mail or phone number on the page. */
export interface ShownContact {
  readonly name: 'email' | 'phone_number';
  readonly value: string | undefined;
  readonly isVerified: boolean;
  /** A new value that waits for its code. */
  readonly pending: string | undefined;
  /** True where a code can verify the present value. */
  readonly canVerify: boolean;
  readonly isWritable: boolean;
  /** What was typed, where that was refused. */
  readonly typed: string | undefined;
}

export interface ContactsPage {
  readonly contacts: readonly ShownContact[];
  /** Which of them what is wrong is about. */
  readonly about: string | undefined;
}

interface ContactProps {
  readonly view: AccountView;
  readonly contact: ShownContact;
  readonly complaint: (field: string) => string | undefined;
}

const CodeForms = ({ view, contact, complaint }: ContactProps) => {
  const { texts } = view.managed;
  const about = texts.attribute(contact.name);
  return (
    <>
      <AccountForm view={view} act="verify" of={contact.name}>
        <CodeField name={`code[${contact.name}]`} texts={texts} complaint={complaint('code')} autofocus={false} />
        <Submit label={texts.say('account.verify')} about={about} />
      </AccountForm>
      <Action view={view} act="send" of={contact.name} label={texts.say('confirm.resendCode')} about={about} />
    </>
  );
};

const Contact = ({ view, contact, complaint }: ContactProps) => {
  const { texts } = view.managed;
  const { name, value, isVerified, pending, canVerify, isWritable, typed } = contact;
  const state = texts.say(isVerified ? 'account.verified' : 'account.notVerified');
  return (
    <Entry title={texts.attribute(name)} facts={value === undefined ? [] : [value, state]}>
      {pending !== undefined && <p>{texts.say('account.waiting', { destination: pending })}</p>}
      {(pending !== undefined || canVerify) && <CodeForms view={view} contact={contact} complaint={complaint} />}
      {isWritable && (
        <AccountForm view={view} act="change" of={name}>
          <Field
            name={`new[${name}]`}
            label={texts.say(name === 'email' ? 'account.newEmail' : 'account.newPhone')}
            type={name === 'email' ? 'email' : 'tel'}
            value={typed}
            autocomplete={name === 'email' ? 'email' : 'tel'}
            hint={name === 'email' ? undefined : texts.say('hint.phone')}
            complaint={complaint(name)}
          />
          <Submit label={texts.say('action.sendCode')} about={texts.attribute(name)} />
        </AccountForm>
      )}
    </Entry>
  );
};

export const contactsPage = (view: AccountView, { contacts, about }: ContactsPage): Page => {
  const { texts } = view.managed;
  return accountPart(view, {
    title: texts.say('account.contacts'),
    fields: about === undefined ? [] : ['code', about],
    body: ({ beside }) => (
      <>
        {contacts.length === 0 && <Nothing texts={texts} />}
        {contacts.map((contact) => (
          <Contact
            view={view}
            contact={contact}
            complaint={(field) => (contact.name === about ? beside(field) : undefined)}
          />
        ))}
      </>
    ),
  });
};
