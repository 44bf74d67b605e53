/** The page that a sign-in begins with: name and password, or the name alone where there is more to choose from. */
import type { AuthMethod } from '#shared/domain/branding/page-look.ts';
import type { LoginPage } from '../classic/login-page.tsx';
import type { Page } from '../page.ts';
import {
  Alert,
  Elsewhere,
  Field,
  Form,
  Heading,
  Intro,
  Notice,
  Or,
  Other,
  PasswordField,
  Submit,
} from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';
import { FormGraphic } from './pictures.tsx';
import { Providers, ProvidersForm } from './providers.tsx';

/** What a sign-in may begin with, by its name in the API, and the name that styles have for it. */
const preferences: Readonly<Record<string, string>> = {
  PASSKEY: 'WEB_AUTHN',
  EMAIL_OTP: 'EMAIL_OTP',
  SMS_OTP: 'SMS_OTP',
};

const labelOf = ({ texts }: Managed, preferred: string): string => {
  if (preferred === 'WEB_AUTHN') return texts.say('signIn.withPasskey');
  return texts.say(preferred === 'EMAIL_OTP' ? 'choice.email' : 'choice.sms');
};

interface PartProps {
  readonly managed: Managed;
  readonly page: LoginPage;
}

const Name = ({ managed, page }: PartProps) => {
  const { texts, name } = managed;
  const { beside } = complaintsFor(managed, page, ['username']);
  const passkeys = page.factors.includes('WEB_AUTHN') ? ' webauthn' : '';
  return (
    <Field
      name="username"
      label={name.label}
      value={page.username}
      autocomplete={`username${passkeys}`}
      inputmode={name.kind}
      complaint={beside('username')}
      autofocus={page.username === ''}
      {...(name.kind === 'email' && { placeholder: texts.say('hint.email') })}
    />
  );
};

const Forgot = ({ managed: { texts }, page }: PartProps) =>
  page.forgotPassword === undefined ? null : (
    <Elsewhere>
      <a href={page.forgotPassword}>{texts.say('signIn.forgotPassword')}</a>
    </Elsewhere>
  );

// One step where a password is all that there is; otherwise the user is asked for the rest on the next page.
const ByName = ({ managed, page }: PartProps) => {
  const { texts } = managed;
  if (page.offersChoice) {
    return (
      <>
        <Name managed={managed} page={page} />
        <Submit label={texts.say('action.next')} />
      </>
    );
  }
  return (
    <>
      <Name managed={managed} page={page} />
      <PasswordField
        texts={texts}
        name="password"
        label={texts.say('label.password')}
        autocomplete="current-password"
        autofocus={page.username !== ''}
      />
      <Forgot managed={managed} page={page} />
      <Submit label={texts.say('action.signIn')} />
    </>
  );
};

const Method = ({ managed, page, method }: PartProps & { readonly method: AuthMethod }) => {
  if (method.type === 'FEDERATED') return <Providers managed={managed} page={page} />;
  if (method.type === 'USERNAME_PASSWORD') return <ByName managed={managed} page={page} />;
  const preferred = preferences[method.type];
  if (preferred === undefined || !page.factors.includes(preferred)) return null;
  return <Other name="preferred" value={preferred} label={labelOf(managed, preferred)} />;
};

const isThere = (page: LoginPage, { type }: AuthMethod): boolean => {
  if (type === 'FEDERATED') return page.providers.length > 0;
  if (!page.takesNames) return false;
  const preferred = preferences[type];
  return type === 'USERNAME_PASSWORD' || (preferred !== undefined && page.factors.includes(preferred));
};

const byName: AuthMethod = { display: 'INPUT', type: 'USERNAME_PASSWORD' };
const federated: AuthMethod = { display: 'BUTTON', type: 'FEDERATED' };

// A style may order ways that the pool does not have, and forget those that have to be there.
const groupsOf = ({ look }: Managed, page: LoginPage): readonly (readonly AuthMethod[])[] => {
  const groups = look.methods
    .map((group) => group.filter((one) => isThere(page, one)))
    .filter((group) => group.length > 0);
  const missing = [federated, byName].filter(
    (one) => isThere(page, one) && !groups.flat().some(({ type }) => type === one.type),
  );
  return [...groups, ...missing.map((one) => [one])];
};

const Methods = ({ managed, page }: PartProps) => (
  <>
    {groupsOf(managed, page).map((group, index) => (
      <>
        {index > 0 && <Or texts={managed.texts} />}
        {group.map((method) => (
          <Method managed={managed} page={page} method={method} />
        ))}
      </>
    ))}
  </>
);

// What the Enter key sends: the first button of a form. A style may put that of another way first.
const Default = () => <button type="submit" hidden />;

const noticeOf = ({ texts }: Managed, { notice }: LoginPage): string | undefined => {
  if (notice === undefined) return undefined;
  return texts.say(notice === 'passwordChanged' ? 'signIn.passwordChanged' : 'signIn.confirmed');
};

/** Sign-in by name, with the ways that the pool and the style offer beside it. */
export const loginPage = (managed: Managed, page: LoginPage): Page => {
  const { texts } = managed;
  const notice = noticeOf(managed, page);
  const { above } = complaintsFor(managed, page, ['username']);
  return {
    title: texts.say('signIn.title'),
    body: (
      <>
        <Heading title={texts.say('signIn.title')}>
          <Intro>{texts.say('signIn.intro')}</Intro>
        </Heading>
        {notice !== undefined && <Notice message={notice} />}
        <Alert messages={above} />
        <Form page={page} route="routes/login" offer={page.passkeyOptions}>
          {page.passkeyOptions !== undefined && (
            <>
              <input type="hidden" name="credential" value="" />
              <input type="hidden" name="offer" value={page.passkeyOffer} />
            </>
          )}
          <Default />
          <Methods managed={managed} page={page} />
        </Form>
        <ProvidersForm managed={managed} page={page} />
        {page.signUp !== undefined && (
          <Elsewhere>
            {texts.say('signIn.noAccount')} <a href={page.signUp}>{texts.say('signIn.signUp')}</a>
          </Elsewhere>
        )}
      </>
    ),
  };
};

export interface PasswordPage
  extends Pick<LoginPage, 'action' | 'formToken' | 'error' | 'exception' | 'username' | 'forgotPassword'> {
  /** Where another account signs in. */
  readonly otherAccount: string;
}

/** The second step: the password of the name that was given. */
export const passwordPage = (managed: Managed, page: PasswordPage): Page => {
  const { texts, look } = managed;
  const { beside, above } = complaintsFor(managed, page, ['password']);
  return {
    title: texts.say('password.title'),
    body: (
      <>
        <FormGraphic look={look} graphic="PASSWORD_GRAPHIC" />
        <Heading title={texts.say('password.title')}>
          <Intro>{texts.say('password.for', { username: page.username })}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/verifyPassword">
          <input type="hidden" name="username" value={page.username} autocomplete="username" />
          <PasswordField
            texts={texts}
            name="password"
            label={texts.say('label.password')}
            autocomplete="current-password"
            complaint={beside('password')}
            autofocus
          />
          {page.forgotPassword !== undefined && (
            <Elsewhere>
              <a href={page.forgotPassword}>{texts.say('signIn.forgotPassword')}</a>
            </Elsewhere>
          )}
          <Submit label={texts.say('action.continue')} />
        </Form>
        <Elsewhere>
          <a href={page.otherAccount}>{texts.say('password.notYou')}</a>
        </Elsewhere>
      </>
    ),
  };
};
