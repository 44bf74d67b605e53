// The one script of the pages. Each part looks for its own elements, so any page may load it, and none needs it.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Has the two copies of a classic form hold the same values, whichever is seen. */
const mirror = ({ target }) => {
  if (!target.closest('.modal-content')) return;
  for (const other of document.getElementsByName(target.name)) {
    if (other !== target && other.type !== 'hidden') other.value = target.value;
  }
};

const rules = {
  lowerletter: /[a-z]/,
  upperletter: /[A-Z]/,
  numbers: /[0-9]/,
  symbols: /[ -/:-@[-`{-~]/,
};

const isKept = (name, password, list) =>
  name === 'length' ? password.length >= Number(list.dataset.length) : rules[name].test(password);

/** Marks each rule of classic pages as kept or not, beside every field for a new password. */
const check = ({ target }) => {
  if (target.name !== 'password') return;
  for (const list of document.querySelectorAll('.checkPassword')) {
    for (const row of list.children) {
      const kept = isKept(/checkPassword-(\w+)/.exec(row.className)[1], target.value, list);
      row.firstElementChild.textContent = kept ? '\u2713' : '\u2716';
      row.classList.toggle('passwordCheck-valid-customizable', kept);
      row.classList.toggle('passwordCheck-notValid-customizable', !kept);
    }
  }
};

const toCredential = (found) => {
  const { authenticatorData, clientDataJSON, signature, userHandle } = found.response;
  return JSON.stringify({
    id: found.id,
    rawId: toText(found.rawId),
    type: found.type,
    clientExtensionResults: found.getClientExtensionResults(),
    response: {
      authenticatorData: toText(authenticatorData),
      clientDataJSON: toText(clientDataJSON),
      signature: toText(signature),
      ...(userHandle && { userHandle: toText(userHandle) }),
    },
  });
};

const toOptions = (json) => {
  const options = JSON.parse(json);
  const allowCredentials = (options.allowCredentials ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  return { ...options, challenge: toBytes(options.challenge), allowCredentials };
};

/** The button of a form with `data-options` asks the browser for a passkey, and posts what comes of it. */
const askForPasskey = (form) => {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const found = await navigator.credentials.get({ publicKey: toOptions(form.dataset.options) });
      form.elements.credential.value = toCredential(found);
      form.submit();
    } catch {
      form.querySelector('#passkeyFailed').hidden = false;
    }
  });
};

/** Both copies have the same ids: a label belongs to the field in its own copy. */
const focusOwn = (event) => {
  const label = event.target.closest('label[for]');
  const form = label?.closest('form');
  if (!form || form.contains(label.control)) return;
  event.preventDefault();
  form.querySelector(`#${CSS.escape(label.htmlFor)}`)?.focus();
};

// As long as somebody may take an answer for a click that was not felt.
const patienceMs = 5000;

/** A second click sends nothing. */
const sendOnce = (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = 'true';
  setTimeout(() => delete form.dataset.sent, patienceMs);
};

/** A page that the browser kept can be sent again. */
const sendAgain = () => {
  for (const form of document.forms) delete form.dataset.sent;
};

/** Puts a box beside a field that shows a password, or lets a code have letters. */
const addSwitch = (field) => {
  const box = Object.assign(document.createElement('input'), { type: 'checkbox' });
  const label = Object.assign(document.createElement('label'), { className: 'switch' });
  label.append(box, ` ${field.dataset.switch}`);
  field.parentElement.append(label);
  box.addEventListener('change', () => {
    if (field.inputMode) field.inputMode = box.checked ? 'text' : 'numeric';
    else field.type = box.checked ? 'text' : 'password';
  });
};

/** Screen readers begin with what is wrong. */
const beginWithError = () => {
  const seen = [...document.querySelectorAll('#loginErrorMessage')].find((line) => line.offsetParent);
  if (!seen) return;
  seen.tabIndex = -1;
  seen.focus();
};

document.addEventListener('click', focusOwn);
document.addEventListener('submit', sendOnce);
window.addEventListener('pageshow', sendAgain);
document.addEventListener('input', mirror);
document.addEventListener('input', check);
for (const form of document.querySelectorAll('form[data-options]')) askForPasskey(form);
for (const field of document.querySelectorAll('[data-switch]')) addSwitch(field);
beginWithError();
document.querySelector('[data-send]')?.closest('form').submit();
