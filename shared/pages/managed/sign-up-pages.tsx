/** The pages of a sign-up. */
import { isException } from '#shared/errors/exception.ts';
import type { ConfirmPage } from '../classic/confirm-page.tsx';
import type { SignUpPage } from '../classic/sign-up-page.tsx';
import type { FormPage, Page } from '../page.ts';
import { AttributeField } from './attribute-field.tsx';
import {
  Alert,
  CodeField,
  Elsewhere,
  Field,
  Form,
  Heading,
  Intro,
  Notice,
  Other,
  PasswordField,
  Submit,
} from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';
import { NameField } from './name-field.tsx';
import { FormGraphic } from './pictures.tsx';
import { Rules, rulesId } from './rules.tsx';

const Terms = ({ managed: { texts }, page: { terms } }: { readonly managed: Managed; readonly page: SignUpPage }) =>
  terms === undefined ? null : (
    <>
      <input type="hidden" name="terms" value={terms.mark} />
      <p class="legal">
        {texts.pieces('signUp.terms', {
          terms: <a href={terms.links['terms-of-use'].address}>{texts.say('signUp.termsOfUse')}</a>,
          privacy: <a href={terms.links['privacy-policy'].address}>{texts.say('signUp.privacyPolicy')}</a>,
        })}
      </p>
    </>
  );

/** Sign-up by name, password, and the attributes that the pool requires. */
export const signUpPage = (managed: Managed, page: SignUpPage): Page => {
  const { texts, newName } = managed;
  const names = page.attributes.map(({ name }) => name);
  const { above, beside } = complaintsFor(managed, page, ['username', 'password', ...names]);
  return {
    title: texts.say('signUp.title'),
    body: (
      <>
        <Heading title={texts.say('signUp.title')} />
        <Alert messages={above} />
        <Form page={page} route="routes/signup">
          <Field
            name="username"
            label={newName.label}
            value={page.username}
            autocomplete={newName.kind === 'email' ? 'username email' : 'username'}
            inputmode={newName.kind}
            complaint={beside('username')}
            hint={newName.kind === 'tel' ? texts.say('hint.phone') : undefined}
          />
          {page.attributes.map(({ name, value }) => (
            <AttributeField texts={texts} name={name} value={value} complaint={beside(name)} />
          ))}
          <PasswordField
            texts={texts}
            name="password"
            label={texts.say('label.password')}
            autocomplete="new-password"
            complaint={beside('password')}
            rules={rulesId}
          />
          <Rules texts={texts} rules={page.rules} />
          <Terms managed={managed} page={page} />
          <Submit name="signUpButton" label={texts.say('action.signUp')} />
        </Form>
        <Elsewhere>
          {texts.say('signUp.haveAccount')} <a href={page.signIn}>{texts.say('action.signIn')}</a>
        </Elsewhere>
      </>
    ),
  };
};

const confirmIntro = ({ texts }: Managed, { destination, isLink }: ConfirmPage): string => {
  if (destination === undefined) return texts.say(isLink ? 'confirm.link' : 'confirm.code');
  return texts.say(isLink ? 'confirm.linkTo' : 'confirm.codeTo', { destination });
};

/** The page after a sign-up: it takes the code, or tells of the link, and sends another one. */
export const confirmPage = (managed: Managed, page: ConfirmPage): Page => {
  const { texts, look } = managed;
  const { above, beside } = complaintsFor(managed, page, page.knowsUsername ? ['code'] : ['code', 'username']);
  const isSms = page.destination !== undefined && !page.destination.includes('@');
  return {
    title: texts.say('confirm.title'),
    body: (
      <>
        <FormGraphic look={look} graphic={isSms ? 'SMS_GRAPHIC' : 'EMAIL_GRAPHIC'} />
        <Heading title={texts.say('confirm.title')}>
          <Intro>{confirmIntro(managed, page)}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/confirm">
          <NameField managed={managed} page={page} complaint={beside('username')} />
          {!page.isLink && (
            <>
              <CodeField name="code" texts={texts} value={page.code} complaint={beside('code')} />
              <Submit name="confirm" label={texts.say('confirm.action')} />
            </>
          )}
          <p>{texts.say(page.isLink ? 'confirm.noLink' : 'confirm.noCode')}</p>
          <Other
            name="resend"
            value="1"
            to={page.resend}
            isAside
            label={texts.say(page.isLink ? 'confirm.resendLink' : 'confirm.resendCode')}
          />
        </Form>
        <Elsewhere>
          <a href={page.signIn}>{texts.say('action.signIn')}</a>
        </Elsewhere>
      </>
    ),
  };
};

/** The page that a link leads to. Only its button confirms. */
export const confirmUserPage = (managed: Managed, page: FormPage): Page => {
  const { texts } = managed;
  // Nobody typed the code of a link.
  const isSpent = isException(page.exception, 'CodeMismatchException', 'ExpiredCodeException');
  const above = isSpent ? [texts.say('error.linkExpired')] : complaintsFor(managed, page, []).above;
  return {
    title: texts.say('confirm.title'),
    body: (
      <>
        <Heading title={texts.say('confirm.title')}>
          <Intro>{texts.say('confirmLink.intro')}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/confirmUser">
          <Submit name="confirm" label={texts.say('confirm.action')} />
        </Form>
      </>
    ),
  };
};

/** What follows. */
export const userConfirmedPage = ({ texts }: Managed): Page => ({
  title: texts.say('confirmLink.done'),
  body: (
    <>
      <Heading title={texts.say('confirmLink.done')} />
      <Notice message={texts.say('signIn.confirmed')} />
    </>
  ),
});
