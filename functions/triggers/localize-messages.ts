/**
 * CustomMessage: writes codes and invitations in the user's language, from the attribute `locale`. For languages that
 * are not here, the pool's own templates are used.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 */
import type { CustomMessageTriggerEvent } from 'aws-lambda';

interface Texts {
  readonly subject: string;
  readonly code: (code: string) => string;
  readonly invitation: (username: string, code: string) => string;
}

const languages: Readonly<Record<string, Texts>> = {
  de: {
    subject: 'Ihr Code',
    code: (code) => `Ihr Code lautet ${code}.`,
    invitation: (username, code) => `Ihr Benutzername ist ${username}, Ihr vorläufiges Passwort ${code}`,
  },
  es: {
    subject: 'Su código',
    code: (code) => `Su código es ${code}.`,
    invitation: (username, code) => `Su nombre de usuario es ${username} y su contraseña temporal ${code}`,
  },
  fr: {
    subject: 'Votre code',
    code: (code) => `Votre code est ${code}.`,
    invitation: (username, code) => `Votre identifiant est ${username}, votre mot de passe provisoire ${code}`,
  },
};

export const handler = async (event: CustomMessageTriggerEvent): Promise<CustomMessageTriggerEvent> => {
  const { userAttributes, codeParameter, usernameParameter } = event.request;
  const [language = ''] = (userAttributes.locale ?? '').toLowerCase().split(/[-_]/);
  const texts = languages[language];
  if (!texts) return event;
  const message = usernameParameter ? texts.invitation(usernameParameter, codeParameter) : texts.code(codeParameter);
  event.response.smsMessage = message;
  event.response.emailMessage = `<p lang="${language}">${message}</p>`;
  event.response.emailSubject = texts.subject;
  return event;
};
