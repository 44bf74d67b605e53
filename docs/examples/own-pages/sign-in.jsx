/** A page of an app's own in React: `<SignIn deployment="https://id.example.com" />` at the address that OwnPages.SignInUrl names. */
import { useCallback, useEffect, useRef, useState } from 'react';

// Room between buttons, for fingers.
const column = { display: 'grid', gap: '0.75rem', maxWidth: '24rem' };

const actionOf = {
  signIn: 'signIn',
  account: 'signIn',
  linkAccount: 'signIn',
  signUp: 'signUp',
  confirmSignUp: 'confirm',
  forgotPassword: 'sendCode',
  resetPassword: 'resetPassword',
  challenge: 'answer',
};

const headings = {
  signIn: 'Sign in',
  account: 'Choose an account',
  linkAccount: 'Have you been here before?',
  signUp: 'Create an account',
  confirmSignUp: 'Confirm your account',
  forgotPassword: 'Forgotten password',
  resetPassword: 'Set a new password',
  challenge: 'One more step',
};

const username = { name: 'username', label: 'Username', autoComplete: 'username' };
const code = { name: 'code', label: 'Code', autoComplete: 'one-time-code' };
const password = { name: 'password', label: 'Password', type: 'password', autoComplete: 'current-password' };
const newPassword = { name: 'newPassword', label: 'New password', type: 'password', autoComplete: 'new-password' };

const fieldsOf = ({ step, challenge, choices, secretCode, attributes = [], takesNames = true }) => {
  const more = attributes.map((name) => ({ name: `attribute:${name}`, label: name }));
  if (step === 'challenge') {
    if (challenge === 'NEW_PASSWORD_REQUIRED') return [newPassword, ...more];
    if (challenge === 'PASSWORD') return [password];
    return (choices && !secretCode) || challenge === 'WEB_AUTHN' ? [] : [code];
  }
  if (step === 'signUp') return [username, ...more, { ...password, autoComplete: 'new-password' }];
  if (step === 'confirmSignUp') return [code];
  if (step === 'forgotPassword') return [username];
  if (step === 'resetPassword') return [code, newPassword];
  return takesNames && step !== 'account' ? [username, password] : [];
};

const given = (form) => {
  const body = { attributes: {} };
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith('attribute:')) body.attributes[name.slice(10)] = value;
    else body[name] = value;
  }
  return body;
};

export const SignIn = ({ deployment, id = new URLSearchParams(location.search).get('transaction') }) => {
  const [now, setNow] = useState({});
  const first = useRef(null);

  const ask = useCallback(
    async (body) => {
      const answer = await fetch(`${deployment}/transactions/${id}`, {
        method: body ? 'POST' : 'GET',
        credentials: 'include',
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      const step = await answer.json();
      // The end, a provider, and the fallback: the browser itself has to go there.
      if (step.goTo) location.replace(step.goTo);
      else setNow(step);
    },
    [deployment, id],
  );
  useEffect(() => void ask(), [ask]);
  useEffect(() => first.current?.focus(), [now.turn, now.step]);

  const { step, turn, error, account, sub, choices, destination, secretCode, providers = [], passkeyOptions } = now;
  if (!step) return <p role="alert">{error?.message ?? ''}</p>;
  const act = (action, more = {}) => ask({ turn, action, ...more });
  const submit = (event) => {
    event.preventDefault();
    void act(actionOf[step], { ...given(event.currentTarget), ...(now.terms && { terms: now.terms.mark }) });
  };
  const usePasskey = async () => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(passkeyOptions);
    await act('answer', { credential: JSON.stringify(await navigator.credentials.get({ publicKey })) });
  };
  const fields = fieldsOf(now);
  const options = choices && !secretCode ? choices : [];

  return (
    <main style={column}>
      <h1>{headings[step]}</h1>
      <p role="alert">{error?.texts.map(({ text }) => text).join(' ')}</p>
      {destination && <p>A code went to {destination}.</p>}
      {secretCode && <p>Add this key to your authenticator app: {secretCode}</p>}
      <form key={`${turn} ${step}`} onSubmit={submit} style={column}>
        {fields.map(({ name, label, ...field }, index) => (
          <p key={name}>
            <label htmlFor={name}>{label}</label>
            <input id={name} name={name} ref={index === 0 ? first : undefined} required {...field} />
          </p>
        ))}
        {fields.length > 0 && <button type="submit">Continue</button>}
      </form>
      {account && sub && (
        <button type="button" onClick={() => act('continue', { sub })}>{`Continue as ${account}`}</button>
      )}
      {options.map((choice) => (
        <button key={choice} type="button" onClick={() => act('answer', { choice })}>
          {choice}
        </button>
      ))}
      {passkeyOptions && (
        <button type="button" onClick={usePasskey}>
          Use a passkey
        </button>
      )}
      {providers.map(({ name, label, goTo }) => (
        <a key={name} href={goTo}>{`Sign in with ${label}`}</a>
      ))}
      {now.forgotPassword && (
        <button type="button" onClick={() => act('goTo', { to: 'forgotPassword' })}>
          Forgot your password?
        </button>
      )}
      {now.signUp && (
        <button type="button" onClick={() => act('goTo', { to: 'signUp' })}>
          Create an account
        </button>
      )}
      {step !== 'signIn' && (
        <button type="button" onClick={() => act('goTo', { to: 'signIn' })}>
          Back to sign in
        </button>
      )}
    </main>
  );
};
