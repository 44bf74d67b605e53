/** The pages that ask for what a sign-in takes beside name and password. */
import { attributeLabel, say } from './form-parts.ts';
import { type Html, html } from './html.ts';
import { layout, type Page } from './layout.ts';
import { errorLine, type FormPage, tokenField } from './login-page.ts';

/** A challenge that a sign-in asks, as the page shows it and as the form brings it back. */
export interface Question {
  readonly challenge: string;
  /** Proves what was answered so far. The rest is only to be shown. */
  readonly session: string;
  readonly username: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** What the user can choose from. */
  readonly choices: readonly string[];
}

export interface ChallengePage extends FormPage {
  readonly question: Question;
}

/** A question as text for a hidden field of the form. */
const packQuestion = (question: Question): string => Buffer.from(JSON.stringify(question)).toString('base64url');

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

const isQuestion = (value: unknown): value is Question =>
  typeof value === 'object' &&
  value !== null &&
  ['challenge', 'session', 'username'].every((name) => typeof Reflect.get(value, name) === 'string') &&
  'parameters' in value &&
  isTextMap(value.parameters) &&
  'choices' in value &&
  Array.isArray(value.choices) &&
  value.choices.every((choice) => typeof choice === 'string');

/** The question that a form brings back; undefined for text that is none. */
export const unpackQuestion = (packed: string): Question | undefined => {
  try {
    const question: unknown = JSON.parse(Buffer.from(packed, 'base64url').toString());
    return isQuestion(question) ? question : undefined;
  } catch {
    return undefined;
  }
};

const submit = (label: string, value?: string): Html =>
  html`<button id="signInButton" type="submit" ${value !== undefined && html`name="answer" value="${value}"`} class="btn btn-primary submitButton-customizable">${label}</button>`;

const field = (
  name: string,
  label: string,
  { type = 'text', id = name, autocomplete = 'off' }: { type?: string; id?: string; autocomplete?: string } = {},
): Html =>
  html`<div><label for="${id}" class="label-customizable">${label}</label>
<div><input id="${id}" name="${name}" type="${type}" class="form-control inputField-customizable" autocomplete="${autocomplete}" required></div></div>`;

const frame = (page: ChallengePage, title: string, parts: readonly Html[], script?: string): Page =>
  layout(
    page.nonce,
    title,
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<form action="${page.action}" method="post" name="cognitoChallengeForm">${tokenField(page)}<input type="hidden" name="question" value="${packQuestion(page.question)}"/>
${errorLine(page)}
${parts}
</form>
</div>
</div></div></div>`,
    script,
  );

const codeFrom = (page: ChallengePage): string => {
  const to = page.question.parameters.CODE_DELIVERY_DESTINATION;
  return to === undefined ? 'Enter the code that was sent to you.' : `Enter the code that was sent to ${to}.`;
};

const codePage = (page: ChallengePage, text: string): Page =>
  frame(page, 'Code', [
    say(text),
    field('authentication_code', 'Code', { id: 'totpCodeInput', autocomplete: 'one-time-code' }),
    submit('Sign in'),
  ]);

// A map, as the form brings the names back, and an object would also know `constructor`.
const labels: ReadonlyMap<string, string> = new Map([
  ['EMAIL', 'Email address'],
  ['EMAIL_OTP', 'Code by e-mail'],
  ['PASSWORD', 'Password'],
  ['PHONE_NUMBER', 'Phone number'],
  ['SMS_MFA', 'Code by text message'],
  ['SMS_OTP', 'Code by text message'],
  ['SOFTWARE_TOKEN_MFA', 'Authenticator app'],
  ['WEB_AUTHN', 'Passkey'],
]);

const choicePage = (page: ChallengePage, text: string): Page =>
  frame(page, 'Sign in', [
    say(text),
    ...page.question.choices.map((choice) => submit(labels.get(choice) ?? choice, choice)),
  ]);

const newPasswordPage = (page: ChallengePage): Page =>
  frame(page, 'Change password', [
    say('Choose a new password.'),
    field('new_password', 'New password', { type: 'password', autocomplete: 'new-password' }),
    ...page.question.choices.map((name) => field(`requiredAttributes[${name}]`, attributeLabel(name))),
    submit('Send'),
  ]);

const passwordPage = (page: ChallengePage): Page =>
  frame(page, 'Signin', [
    say('Enter your password.'),
    field('password', 'Password', { type: 'password', autocomplete: 'current-password' }),
    submit('Sign in'),
  ]);

const addressPage = (page: ChallengePage, name: 'EMAIL' | 'PHONE_NUMBER', type: string): Page =>
  frame(page, 'Set up', [
    say('A code will be sent there, now and at each sign-in.'),
    field(name, labels.get(name) ?? name, { type }),
    submit('Send code'),
  ]);

const softwareTokenPage = (page: ChallengePage, secret: string): Page =>
  frame(page, 'Set up', [
    say('Add this key to your authenticator app, and enter the code that it shows.'),
    html`<p id="totpSecret" class="secret">${secret}</p>`,
    html`<p><a href="${page.question.parameters.SECRET_URI}">Open the app on this device</a></p>`,
    field('authentication_code', 'Code', { id: 'totpCodeInput', autocomplete: 'one-time-code' }),
    submit('Sign in'),
  ]);

const askPasskey = `
(function(){
  var form=document.forms[0],button=document.getElementById('signInButton');
  function bytes(text){return Uint8Array.from(atob(text.replace(/-/g,'+').replace(/_/g,'/')),function(c){return c.charCodeAt(0)});}
  function text(buffer){return btoa(String.fromCharCode.apply(null,new Uint8Array(buffer))).replace(/\\+/g,'-').replace(/\\//g,'_').replace(/=+$/,'');}
  button.addEventListener('click',function(event){
    event.preventDefault();
    var options=JSON.parse(form.dataset.options);
    options.challenge=bytes(options.challenge);
    (options.allowCredentials||[]).forEach(function(one){one.id=bytes(one.id);});
    navigator.credentials.get({publicKey:options}).then(function(found){
      var response=found.response;
      form.elements.credential.value=JSON.stringify({
        id:found.id,rawId:text(found.rawId),type:found.type,clientExtensionResults:found.getClientExtensionResults(),
        response:{authenticatorData:text(response.authenticatorData),clientDataJSON:text(response.clientDataJSON),
          signature:text(response.signature),userHandle:response.userHandle?text(response.userHandle):undefined}});
      form.submit();
    },function(){document.getElementById('passkeyFailed').hidden=false;});
  });
})();`;

const passkeyPage = (page: ChallengePage): Page =>
  layout(
    page.nonce,
    'Passkey',
    html`<div class="container"><div class="modal-dialog"><div class="modal-content background-customizable">
<div class="banner-customizable"><center></center></div>
<div class="modal-body">
<form action="${page.action}" method="post" name="cognitoChallengeForm" data-options="${page.question.parameters.CREDENTIAL_REQUEST_OPTIONS}">${tokenField(page)}<input type="hidden" name="question" value="${packQuestion(page.question)}"/>
${errorLine(page)}
<input type="hidden" name="credential" value=""/>
${say('Sign in with a passkey of this device or of a security key.')}
<p id="passkeyFailed" class="errorMessage-customizable" hidden>No passkey was used.</p>
${submit('Sign in')}
</form>
</div>
</div></div></div>`,
    askPasskey,
  );

/** The page that asks a challenge; undefined for one that pages do not ask. */
export const challengePage = (page: ChallengePage): Page | undefined => {
  const { challenge, parameters, choices } = page.question;
  switch (challenge) {
    case 'SMS_MFA':
    case 'EMAIL_OTP':
    case 'SMS_OTP':
      return codePage(page, codeFrom(page));
    case 'SOFTWARE_TOKEN_MFA':
      return codePage(page, 'Enter the code of your authenticator app.');
    case 'SELECT_MFA_TYPE':
    case 'SELECT_CHALLENGE':
      return choicePage(page, 'Choose how to go on.');
    case 'NEW_PASSWORD_REQUIRED':
      return newPasswordPage(page);
    case 'PASSWORD':
      return passwordPage(page);
    case 'WEB_AUTHN':
      return passkeyPage(page);
    case 'MFA_SETUP':
      if (parameters.SECRET_CODE !== undefined) return softwareTokenPage(page, parameters.SECRET_CODE);
      if (choices.length > 1) return choicePage(page, 'Choose a second factor to set up.');
      return choices[0] === 'EMAIL_OTP'
        ? addressPage(page, 'EMAIL', 'email')
        : addressPage(page, 'PHONE_NUMBER', 'tel');
    default:
      return undefined;
  }
};
