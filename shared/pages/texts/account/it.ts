import type { AccountTexts } from './account-texts.ts';

export const accountIt: AccountTexts = {
  'account.title': 'Il tuo account',
  'account.signedInAs': 'Hai effettuato l’accesso come {username}.',
  'account.back': 'Torna all’app',
  'account.overview': 'Torna al tuo account',
  'account.save': 'Salva',
  'account.saved': 'Le modifiche sono state salvate.',
  'account.remove': 'Rimuovi',
  'account.removed': 'L’elemento è stato rimosso.',
  'account.none': 'Qui non c’è ancora nulla.',
  'account.otherUser':
    'Nel frattempo qualcun altro ha effettuato l’accesso in questo browser. Apri di nuovo il tuo account.',

  'account.profile': 'Profilo',
  'account.contacts': 'Email e telefono',
  'account.password': 'Password',
  'account.factors': 'Verifica in due passaggi',
  'account.recoveryCodes': 'Codici di recupero',
  'account.passkeys': 'Passkey',
  'account.devices': 'Dispositivi',
  'account.sessions': 'Sessioni',
  'account.links': 'Accessi collegati',
  'account.terms': 'Condizioni accettate',

  'account.verified': 'Verificato',
  'account.notVerified': 'Non verificato',
  'account.waiting': 'Abbiamo inviato un codice a {destination}. La modifica vale quando lo inserisci.',
  'account.newEmail': 'Nuovo indirizzo email',
  'account.newPhone': 'Nuovo numero di telefono',
  'account.verify': 'Verifica',
  'account.proved': 'È verificato e vale da adesso.',

  'account.currentPassword': 'Password attuale',
  'account.wrongPassword': 'La tua password attuale non è corretta.',
  'account.passwordChanged': 'La tua password è stata modificata.',

  'account.on': 'Attivo',
  'account.off': 'Non attivo',
  'account.first': 'Attivo, richiesto per primo',
  'account.turnOn': 'Attiva',
  'account.turnOff': 'Disattiva',
  'account.askFirst': 'Chiedi per primo',
  'account.setUpApp': 'Configura un’app',
  'account.appReady': 'La tua app di autenticazione è configurata.',
  'account.required': 'Il tuo account richiede la verifica in due passaggi. Non puoi disattivarla.',

  'account.codesIntro': 'Se perdi il secondo passaggio, con ognuno di questi codici puoi accedere una volta.',
  'account.codesLeft': { one: 'Ti rimane {count} codice.', other: 'Ti rimangono {count} codici.' },
  'account.codesMake': 'Crea nuovi codici',
  'account.codesOnce':
    'Conserva questi codici in un luogo sicuro. Li vedi solo ora, e quelli precedenti non valgono più.',

  'account.addedAt': 'Aggiunto: {time}',
  'account.lastUsed': 'Ultimo uso: {time}',

  'account.thisSession': 'Questo browser',
  'account.unknownBrowser': 'Browser sconosciuto',
  'account.signOutThere': 'Chiudi quella sessione',
  'account.signedOutThere': 'Quella sessione è terminata.',

  'account.unlink': 'Scollega',
  'account.lastWay': 'È il tuo ultimo modo per accedere. Crea prima una password o una passkey.',
  'account.acceptedAt': 'Accettato: {time}',
};
