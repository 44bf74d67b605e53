import type { MailTexts } from './catalogue.ts';

/** Italian, with the informal "tu". */
export const it: MailTexts = {
  'verification.subject': 'Il tuo codice di verifica',
  'verification.text': 'Il tuo codice di verifica è {code}.',
  'authentication.subject': 'Il tuo codice di accesso',
  'authentication.text': 'Il tuo codice di accesso è {code}.',
  'link.subject': 'Il tuo link di verifica',
  'link.text': 'Conferma il tuo indirizzo email con questo link:',
  'link.action': 'Verifica l’indirizzo email',
  'invitation.subject': 'La tua password temporanea',
  'invitation.text': 'Il tuo nome utente è {username} e la tua password temporanea è {code}.',

  'next.SignUp': 'Inserisci il codice per confermare il tuo account.',
  'next.ForgotPassword': 'Inserisci il codice per scegliere una nuova password.',
  'next.Address': 'Inserisci il codice per confermare questo indirizzo.',
  'next.Authentication': 'Inserisci il codice per accedere. Non comunicarlo a nessuno.',
  'next.ConfirmationLink': 'Dopo potrai usare il tuo account.',
  'next.AdminCreateUser': 'Al momento dell’accesso sceglierai una tua password.',
  'valid.code': 'Il codice è valido per {duration}.',
  'valid.link': 'Il link è valido per {duration}.',
  'valid.password': 'La password temporanea è valida per {duration}.',
  unasked: 'Se non hai richiesto questo messaggio, puoi ignorarlo.',

  'risk.subject': 'Nuovo tentativo di accesso',
  'risk.blocked.subject': 'Tentativo di accesso bloccato',
  'risk.blocked': 'Abbiamo bloccato un accesso non riconosciuto al tuo account con queste informazioni:',
  'risk.asked':
    'Abbiamo chiesto un secondo fattore per un accesso non riconosciuto al tuo account con queste informazioni:',
  'risk.let in': 'Abbiamo rilevato un accesso non riconosciuto al tuo account con queste informazioni:',
  'risk.time': 'Data e ora',
  'risk.device': 'Dispositivo',
  'risk.place': 'Luogo',
  'risk.unknown': 'sconosciuto',
  'risk.notYou': 'Se non sei stato tu, cambia la password e avvisaci:',
  'risk.notYou.action': 'Non ero io',
  'risk.you': 'Se eri tu, faccelo sapere comunque:',
  'risk.you.action': 'Ero io',
};
