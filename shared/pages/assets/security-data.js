// What amazon-cognito-identity-js and Amplify call by this name where a page has loaded it: they send what it gives as
// EncodedData. It is a hint for people who read events, so nothing signs it: the key would be public.

const storageKey = 'CognitoAdvancedSecurityDeviceId';

const newDeviceId = () =>
  `${Array.from(crypto.getRandomValues(new Uint32Array(4)), (word) => word.toString(36)).join('')}:${Date.now()}`;

/** The same in each visit, where the browser keeps something at all. */
const deviceId = () => {
  try {
    const known = localStorage.getItem(storageKey);
    if (known) return known;
    const made = newDeviceId();
    localStorage.setItem(storageKey, made);
    return made;
  } catch {
    return newDeviceId();
  }
};

const timezone = () => {
  const minutes = -new Date().getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : ''}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
};

const toBase64 = (text) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));

window.AmazonCognitoAdvancedSecurityData = {
  getData: (username, userPoolId) => {
    try {
      const { userAgent, language, platform } = navigator;
      const contextData = {
        UserAgent: userAgent,
        DeviceId: deviceId(),
        DeviceLanguage: language,
        DeviceFingerprint: `${userAgent}:${language}`,
        DevicePlatform: platform,
        ClientTimezone: timezone(),
      };
      const payload = JSON.stringify({ contextData, username, userPoolId, timestamp: String(Date.now()) });
      return toBase64(JSON.stringify({ payload, signature: '', version: 'JS20171115' }));
    } catch {
      // Libraries sign in without it.
      return undefined;
    }
  },
};

// On pages of our own, forms have a field for it.
document.addEventListener('submit', ({ target }) => {
  const field = target.elements?.namedItem('cognitoAsfData');
  if (field) field.value = window.AmazonCognitoAdvancedSecurityData.getData('', '') ?? '';
});
