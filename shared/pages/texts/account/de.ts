import type { AccountTexts } from './account-texts.ts';

export const accountDe: AccountTexts = {
  'account.title': 'Ihr Konto',
  'account.signedInAs': 'Sie sind als {username} angemeldet.',
  'account.back': 'Zurück zur App',
  'account.overview': 'Zurück zu Ihrem Konto',
  'account.save': 'Speichern',
  'account.saved': 'Ihre Änderungen wurden gespeichert.',
  'account.remove': 'Entfernen',
  'account.removed': 'Der Eintrag wurde entfernt.',
  'account.none': 'Hier ist noch nichts.',
  'account.otherUser':
    'In diesem Browser hat sich inzwischen jemand anderes angemeldet. Öffnen Sie Ihr Konto noch einmal.',

  'account.profile': 'Profil',
  'account.contacts': 'E-Mail und Telefon',
  'account.password': 'Passwort',
  'account.factors': 'Bestätigung in zwei Schritten',
  'account.recoveryCodes': 'Wiederherstellungscodes',
  'account.passkeys': 'Passkeys',
  'account.devices': 'Geräte',
  'account.sessions': 'Sitzungen',
  'account.links': 'Verknüpfte Anmeldungen',
  'account.terms': 'Akzeptierte Bedingungen',

  'account.verified': 'Bestätigt',
  'account.notVerified': 'Nicht bestätigt',
  'account.waiting': 'Wir haben einen Code an {destination} gesendet. Die Änderung gilt, sobald Sie ihn eingeben.',
  'account.newEmail': 'Neue E-Mail-Adresse',
  'account.newPhone': 'Neue Telefonnummer',
  'account.verify': 'Bestätigen',
  'account.proved': 'Die Angabe ist bestätigt und gilt ab jetzt.',

  'account.currentPassword': 'Aktuelles Passwort',
  'account.wrongPassword': 'Ihr aktuelles Passwort ist nicht richtig.',
  'account.passwordChanged': 'Ihr Passwort wurde geändert.',

  'account.on': 'Ein',
  'account.off': 'Aus',
  'account.first': 'Ein, wird zuerst verlangt',
  'account.turnOn': 'Einschalten',
  'account.turnOff': 'Ausschalten',
  'account.askFirst': 'Zuerst verlangen',
  'account.setUpApp': 'App einrichten',
  'account.appReady': 'Ihre Authenticator-App ist eingerichtet.',
  'account.required': 'Ihr Konto braucht die Bestätigung in zwei Schritten. Sie lässt sich nicht ausschalten.',

  'account.codesIntro':
    'Wenn Ihnen der zweite Schritt verloren geht, können Sie sich mit jedem dieser Codes einmal anmelden.',
  'account.codesLeft': { one: 'Sie haben noch {count} Code.', other: 'Sie haben noch {count} Codes.' },
  'account.codesMake': 'Neue Codes erstellen',
  'account.codesOnce':
    'Bewahren Sie diese Codes sicher auf. Sie sehen sie nur jetzt, und frühere Codes gelten nicht mehr.',

  'account.addedAt': 'Hinzugefügt: {time}',
  'account.lastUsed': 'Zuletzt benutzt: {time}',

  'account.thisSession': 'Dieser Browser',
  'account.unknownBrowser': 'Unbekannter Browser',
  'account.signOutThere': 'Dort abmelden',
  'account.signedOutThere': 'Diese Sitzung ist beendet.',

  'account.unlink': 'Verknüpfung aufheben',
  'account.lastWay':
    'So können Sie sich als einziges noch anmelden. Legen Sie zuerst ein Passwort oder einen Passkey an.',
  'account.acceptedAt': 'Akzeptiert: {time}',
};
