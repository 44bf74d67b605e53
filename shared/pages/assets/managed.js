// What only pages of managed login have. No page needs it, passkeys excepted.

/** A button that shows a password, and hides it again. */
const reveal = (button) => {
  const field = document.getElementById(button.dataset.reveal);
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener('click', () => {
    const isShown = field.type === 'password';
    field.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
    button.textContent = isShown ? button.dataset.hide : show;
  });
};

/** Marks each rule for a new password as met or not. */
const mark = ({ target }) => {
  const list = target.dataset.rules && document.getElementById(target.dataset.rules);
  if (!list) return;
  for (const row of list.querySelectorAll('[data-rule]')) {
    const kept = isKept(row.dataset.rule, target.value, list);
    row.classList.toggle('met', kept);
    row.classList.toggle('not-met', !kept);
    row.querySelector('.state').textContent = kept ? `✓ ${list.dataset.met}` : `✗ ${list.dataset.notMet}`;
  }
};

/** Offers passkeys beside the field for the name, where the browser can. Whoever types a name goes on by it. */
const offerPasskeys = async (form) => {
  const { PublicKeyCredential: type } = window;
  if (!(await type?.isConditionalMediationAvailable?.())) return;
  try {
    const publicKey = toOptions(form.dataset.offer);
    const found = await navigator.credentials.get({ mediation: 'conditional', publicKey });
    form.elements.credential.value = toCredential(found);
    form.submit();
  } catch {
    // No passkey was chosen: the form is there.
  }
};

const toCreation = (json) => {
  const { challenge, user, excludeCredentials, ...options } = JSON.parse(json);
  return {
    ...options,
    challenge: toBytes(challenge),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: excludeCredentials.map((one) => ({ ...one, id: toBytes(one.id) })),
  };
};

const toRegistration = (made) =>
  JSON.stringify({
    id: made.id,
    rawId: toText(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(made.response.clientDataJSON),
      attestationObject: toText(made.response.attestationObject),
      transports: made.response.getTransports?.() ?? [],
    },
  });

/** The button of a form with `data-creation` has the browser create a passkey, and posts what comes of it. */
const createPasskey = (form) => {
  let isBusy = false;
  const tell = (id) => {
    for (const line of form.querySelectorAll('[role="alert"]')) line.hidden = line.id !== id;
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    tell(undefined);
    try {
      if (!window.PublicKeyCredential) return tell('passkeyUnsupported');
      const made = await navigator.credentials.create({ publicKey: toCreation(form.dataset.creation) });
      form.elements.credential.value = toRegistration(made);
      form.submit();
    } catch {
      tell('passkeyFailed');
    } finally {
      isBusy = false;
    }
  });
};

// What people are told whose browser does not run this, for whatever reason.
for (const text of document.querySelectorAll('[data-without-script]')) text.hidden = true;
document.addEventListener('input', mark);
for (const button of document.querySelectorAll('[data-reveal]')) reveal(button);
for (const form of document.querySelectorAll('form[data-offer]')) void offerPasskeys(form);
for (const form of document.querySelectorAll('form[data-creation]')) createPasskey(form);
