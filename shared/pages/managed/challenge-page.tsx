/** The pages that ask for what a sign-in takes beside name and password. */
import type { VNode } from 'preact';
import type { Graphic } from '#shared/domain/branding/page-look.ts';
import type { ChallengePage } from '../classic/challenge-page.tsx';
import type { Page } from '../page.ts';
import { packQuestion } from '../question.ts';
import type { PlainKey } from '../texts/catalogue.ts';
import { AppSecret } from './app-secret.tsx';
import { AttributeField } from './attribute-field.tsx';
import {
  Alert,
  CodeField,
  Elsewhere,
  Field,
  Form,
  Heading,
  Intro,
  Other,
  PasskeyParts,
  PasswordField,
  Submit,
} from './form-parts.tsx';
import { type Complaints, complaintsFor, graphicOf, type Managed } from './managed.ts';
import { FormGraphic } from './pictures.tsx';
import { Rules, rulesId } from './rules.tsx';

interface Step {
  readonly managed: Managed;
  readonly page: ChallengePage;
}

interface Parts {
  readonly title: string;
  readonly intro?: string | undefined;
  readonly graphic?: Graphic | undefined;
  readonly fields?: readonly string[];
  readonly options?: string | undefined;
  readonly form: (complaints: Complaints) => VNode;
}

const Question = ({ page }: Pick<Step, 'page'>) => (
  <input type="hidden" name="question" value={packQuestion(page.question)} />
);

const toPage = ({ managed, page }: Step, parts: Parts): Page => {
  const complaints = complaintsFor(managed, page, parts.fields ?? []);
  const graphic = parts.graphic ?? graphicOf(page.question.challenge);
  return {
    title: parts.title,
    body: (
      <>
        {graphic && <FormGraphic look={managed.look} graphic={graphic} />}
        <Heading title={parts.title}>{parts.intro !== undefined && <Intro>{parts.intro}</Intro>}</Heading>
        <Alert messages={complaints.above} />
        <Form page={page} route="routes/login" options={parts.options}>
          <Question page={page} />
          {parts.form(complaints)}
        </Form>
        <Elsewhere>
          <a href={page.action}>{managed.texts.say('password.notYou')}</a>
        </Elsewhere>
      </>
    ),
  };
};

const codePage = (step: Step, intro: string): Page => {
  const { texts } = step.managed;
  return toPage(step, {
    title: texts.say('code.title'),
    intro,
    fields: ['code'],
    form: ({ beside }) => (
      <>
        <CodeField name="authentication_code" texts={texts} complaint={beside('code')} />
        <Submit label={texts.say('action.continue')} />
      </>
    ),
  });
};

const sentCodePage = (step: Step): Page => {
  const { texts } = step.managed;
  const destination = step.page.question.parameters.CODE_DELIVERY_DESTINATION;
  return codePage(step, destination === undefined ? texts.say('code.sent') : texts.say('code.sentTo', { destination }));
};

const choiceKeys: ReadonlyMap<string, PlainKey> = new Map<string, PlainKey>([
  ['EMAIL_OTP', 'choice.email'],
  ['PASSWORD', 'choice.password'],
  ['SMS_MFA', 'choice.sms'],
  ['SMS_OTP', 'choice.sms'],
  ['SOFTWARE_TOKEN_MFA', 'choice.app'],
  ['WEB_AUTHN', 'choice.passkey'],
]);

// A button for each: choosing is one step, with or without the script.
const choicePage = (step: Step, title: PlainKey, intro?: PlainKey): Page => {
  const { texts } = step.managed;
  return toPage(step, {
    title: texts.say(title),
    intro: intro && texts.say(intro),
    form: () => (
      <div class="choices">
        {step.page.question.choices.map((choice) => {
          const key = choiceKeys.get(choice);
          return <Other name="answer" value={choice} label={key === undefined ? choice : texts.say(key)} />;
        })}
      </div>
    ),
  });
};

const newPasswordPage = (step: Step): Page => {
  const { managed, page } = step;
  const { texts } = managed;
  const { choices } = page.question;
  return toPage(step, {
    title: texts.say('newPassword.title'),
    intro: texts.say('newPassword.intro'),
    fields: ['password', ...choices],
    form: ({ beside }) => (
      <>
        <input type="hidden" name="username" value={page.question.username} autocomplete="username" />
        <PasswordField
          texts={texts}
          name="new_password"
          label={texts.say('label.newPassword')}
          autocomplete="new-password"
          complaint={beside('password')}
          {...(page.rules && { rules: rulesId })}
        />
        {page.rules && <Rules texts={texts} rules={page.rules} />}
        {choices.length > 0 && <p>{texts.say('newPassword.attributes')}</p>}
        {choices.map((name) => (
          <AttributeField
            texts={texts}
            name={name}
            value={page.typed?.[`requiredAttributes[${name}]`]}
            complaint={beside(name)}
          />
        ))}
        <Submit label={texts.say('reset.action')} />
      </>
    ),
  });
};

const passwordPage = (step: Step): Page => {
  const { managed, page } = step;
  const { texts } = managed;
  return toPage(step, {
    title: texts.say('password.title'),
    intro: texts.say('password.for', { username: page.question.username }),
    fields: ['password'],
    form: ({ beside }) => (
      <>
        <input type="hidden" name="username" value={page.question.username} autocomplete="username" />
        <PasswordField
          texts={texts}
          name="password"
          label={texts.say('label.password')}
          autocomplete="current-password"
          complaint={beside('password')}
          autofocus
        />
        <Submit label={texts.say('action.continue')} />
      </>
    ),
  });
};

const addressPage = (step: Step, name: 'EMAIL' | 'PHONE_NUMBER'): Page => {
  const { managed, page } = step;
  const { texts } = managed;
  const isEmail = name === 'EMAIL';
  const attribute = isEmail ? 'email' : 'phone_number';
  return toPage(step, {
    title: texts.say('setUp.title'),
    intro: texts.say(isEmail ? 'setUp.email' : 'setUp.phone'),
    graphic: isEmail ? 'EMAIL_GRAPHIC' : 'SMS_GRAPHIC',
    fields: [attribute],
    form: ({ beside }) => (
      <>
        <Field
          name={name}
          label={texts.attribute(attribute)}
          type={isEmail ? 'email' : 'tel'}
          value={page.typed?.[name]}
          autocomplete={isEmail ? 'email' : 'tel'}
          hint={isEmail ? undefined : texts.say('hint.phone')}
          complaint={beside(attribute)}
        />
        <Submit label={texts.say('action.sendCode')} />
      </>
    ),
  });
};

const softwareTokenPage = (step: Step, secret: string): Page => {
  const { texts } = step.managed;
  const uri = step.page.question.parameters.SECRET_URI ?? '';
  return toPage(step, {
    title: texts.say('setUp.appTitle'),
    intro: texts.say('setUp.appScan'),
    graphic: 'AUTH_APP_GRAPHIC',
    fields: ['code'],
    form: ({ beside }) => (
      <>
        <AppSecret texts={texts} secret={secret} uri={uri} />
        <p>{texts.say('setUp.appCode')}</p>
        <CodeField name="authentication_code" texts={texts} complaint={beside('code')} autofocus={false} />
        <Submit label={texts.say('action.continue')} />
      </>
    ),
  });
};

const passkeyPage = (step: Step): Page => {
  const { texts } = step.managed;
  return toPage(step, {
    title: texts.say('passkey.title'),
    intro: texts.say('passkey.intro'),
    options: step.page.question.parameters.CREDENTIAL_REQUEST_OPTIONS,
    form: () => (
      <PasskeyParts texts={texts} failed={texts.say('passkey.failed')} action={texts.say('action.continue')} />
    ),
  });
};

/** The page that asks a challenge, found by its name; undefined for one that pages do not ask. */
export const challengePage = (managed: Managed, page: ChallengePage): Page | undefined => {
  const { challenge, parameters, choices } = page.question;
  const step: Step = { managed, page };
  switch (challenge) {
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return sentCodePage(step);
    case 'SOFTWARE_TOKEN_MFA':
      return codePage(step, managed.texts.say('code.app'));
    case 'SELECT_MFA_TYPE':
      return choicePage(step, 'choice.factor', 'choice.factorIntro');
    case 'SELECT_CHALLENGE':
      return choicePage(step, 'choice.title');
    case 'NEW_PASSWORD_REQUIRED':
      return newPasswordPage(step);
    case 'PASSWORD':
      return passwordPage(step);
    case 'WEB_AUTHN':
      return passkeyPage(step);
    case 'MFA_SETUP':
      if (parameters.SECRET_CODE !== undefined) return softwareTokenPage(step, parameters.SECRET_CODE);
      if (choices.length > 1) return choicePage(step, 'setUp.title', 'setUp.intro');
      return addressPage(step, choices[0] === 'EMAIL_OTP' ? 'EMAIL' : 'PHONE_NUMBER');
    default:
      return undefined;
  }
};
