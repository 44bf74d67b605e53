import type { MailTexts } from './catalogue.ts';

/** German, with the formal "Sie". */
export const de: MailTexts = {
  'verification.subject': 'Ihr Bestätigungscode',
  'verification.text': 'Ihr Bestätigungscode lautet {code}.',
  'authentication.subject': 'Ihr Anmeldecode',
  'authentication.text': 'Ihr Anmeldecode lautet {code}.',
  'link.subject': 'Ihr Bestätigungslink',
  'link.text': 'Bestätigen Sie Ihre E-Mail-Adresse über diesen Link:',
  'link.action': 'E-Mail-Adresse bestätigen',
  'invitation.subject': 'Ihr vorläufiges Passwort',
  'invitation.text': 'Ihr Benutzername ist {username} und Ihr vorläufiges Passwort lautet {code}.',

  'next.SignUp': 'Geben Sie den Code ein, um Ihr Konto zu bestätigen.',
  'next.ForgotPassword': 'Geben Sie den Code ein, um ein neues Passwort zu wählen.',
  'next.Address': 'Geben Sie den Code ein, um diese Adresse zu bestätigen.',
  'next.Authentication': 'Geben Sie den Code ein, um sich anzumelden. Geben Sie ihn niemandem weiter.',
  'next.ConfirmationLink': 'Danach können Sie Ihr Konto verwenden.',
  'next.AdminCreateUser': 'Bei der Anmeldung wählen Sie ein eigenes Passwort.',
  'valid.code': 'Der Code ist gültig für: {duration}.',
  'valid.link': 'Der Link ist gültig für: {duration}.',
  'valid.password': 'Das vorläufige Passwort ist gültig für: {duration}.',
  unasked: 'Wenn Sie diese Nachricht nicht angefordert haben, können Sie sie ignorieren.',

  'risk.subject': 'Neuer Anmeldeversuch',
  'risk.blocked.subject': 'Blockierter Anmeldeversuch',
  'risk.blocked': 'Wir haben eine unbekannte Anmeldung bei Ihrem Konto mit diesen Angaben blockiert:',
  'risk.asked':
    'Wir haben bei einer unbekannten Anmeldung bei Ihrem Konto mit diesen Angaben einen zweiten Faktor verlangt:',
  'risk.let in': 'Wir haben eine unbekannte Anmeldung bei Ihrem Konto mit diesen Angaben festgestellt:',
  'risk.time': 'Zeit',
  'risk.device': 'Gerät',
  'risk.place': 'Ort',
  'risk.unknown': 'unbekannt',
  'risk.notYou': 'Wenn Sie das nicht waren, ändern Sie Ihr Passwort und teilen Sie es uns mit:',
  'risk.notYou.action': 'Das war ich nicht',
  'risk.you': 'Wenn Sie es waren, teilen Sie uns auch das mit:',
  'risk.you.action': 'Das war ich',
};
