/** The pages of a forgotten password: the one that sends a code, and the one that takes it. */
import type { ForgotPasswordPage, ResetPasswordPage } from '../classic/forgot-password-page.tsx';
import type { Page } from '../page.ts';
import { Alert, CodeField, Form, Heading, Intro, PasswordField, Submit } from './form-parts.tsx';
import { complaintsFor, type Managed } from './managed.ts';
import { NameField } from './name-field.tsx';
import { FormGraphic } from './pictures.tsx';
import { Rules, rulesId } from './rules.tsx';

export const forgotPasswordPage = (managed: Managed, page: ForgotPasswordPage): Page => {
  const { texts, look } = managed;
  const { above, beside } = complaintsFor(managed, page, ['username']);
  return {
    title: texts.say('forgot.title'),
    body: (
      <>
        <FormGraphic look={look} graphic="PASSWORD_GRAPHIC" />
        <Heading title={texts.say('forgot.title')}>
          <Intro>{texts.say('forgot.intro')}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/forgotPassword">
          <NameField managed={managed} page={{ ...page, knowsUsername: false }} complaint={beside('username')} />
          <Submit name="reset_my_password" label={texts.say('forgot.action')} />
        </Form>
      </>
    ),
  };
};

export const resetPasswordPage = (managed: Managed, page: ResetPasswordPage): Page => {
  const { texts, look } = managed;
  const { destination } = page;
  const { above, beside } = complaintsFor(managed, page, ['username', 'password', 'code']);
  const intro = destination === undefined ? texts.say('reset.code') : texts.say('reset.codeTo', { destination });
  const isSms = destination !== undefined && !destination.includes('@');
  return {
    title: texts.say('reset.title'),
    body: (
      <>
        <FormGraphic look={look} graphic={isSms ? 'SMS_GRAPHIC' : 'EMAIL_GRAPHIC'} />
        <Heading title={texts.say('reset.title')}>
          <Intro>{intro}</Intro>
        </Heading>
        <Alert messages={above} />
        <Form page={page} route="routes/confirmforgotPassword">
          <NameField managed={managed} page={page} complaint={beside('username')} />
          <CodeField name="code" texts={texts} value={page.code} complaint={beside('code')} />
          <PasswordField
            texts={texts}
            name="password"
            label={texts.say('label.newPassword')}
            autocomplete="new-password"
            complaint={beside('password')}
            rules={rulesId}
          />
          <Rules texts={texts} rules={page.rules} />
          <PasswordField
            texts={texts}
            name="confirmPassword"
            label={texts.say('label.repeatPassword')}
            autocomplete="new-password"
          />
          <Submit name="reset_password" label={texts.say('reset.action')} />
        </Form>
      </>
    ),
  };
};
