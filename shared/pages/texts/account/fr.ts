import type { AccountTexts } from './account-texts.ts';

export const accountFr: AccountTexts = {
  'account.title': 'Votre compte',
  'account.signedInAs': 'Vous êtes connecté en tant que {username}.',
  'account.back': 'Retour à l’application',
  'account.overview': 'Retour à votre compte',
  'account.save': 'Enregistrer',
  'account.saved': 'Vos modifications ont été enregistrées.',
  'account.remove': 'Supprimer',
  'account.removed': 'L’élément a été supprimé.',
  'account.none': 'Il n’y a encore rien ici.',
  'account.otherUser': 'Quelqu’un d’autre s’est connecté dans ce navigateur. Ouvrez de nouveau votre compte.',

  'account.profile': 'Profil',
  'account.contacts': 'E-mail et téléphone',
  'account.password': 'Mot de passe',
  'account.factors': 'Vérification en deux étapes',
  'account.recoveryCodes': 'Codes de récupération',
  'account.passkeys': 'Clés d’accès',
  'account.devices': 'Appareils',
  'account.sessions': 'Sessions',
  'account.links': 'Connexions associées',
  'account.terms': 'Conditions acceptées',

  'account.verified': 'Vérifié',
  'account.notVerified': 'Non vérifié',
  'account.waiting': 'Nous avons envoyé un code à {destination}. Le changement prend effet quand vous le saisissez.',
  'account.newEmail': 'Nouvelle adresse e-mail',
  'account.newPhone': 'Nouveau numéro de téléphone',
  'account.verify': 'Vérifier',
  'account.proved': 'C’est vérifié et pris en compte à partir de maintenant.',

  'account.currentPassword': 'Mot de passe actuel',
  'account.wrongPassword': 'Votre mot de passe actuel est incorrect.',
  'account.passwordChanged': 'Votre mot de passe a été modifié.',

  'account.on': 'Activé',
  'account.off': 'Désactivé',
  'account.first': 'Activé, demandé en premier',
  'account.turnOn': 'Activer',
  'account.turnOff': 'Désactiver',
  'account.askFirst': 'Demander en premier',
  'account.setUpApp': 'Configurer une application',
  'account.appReady': 'Votre application d’authentification est configurée.',
  'account.required': 'Votre compte exige la vérification en deux étapes. Vous ne pouvez pas la désactiver.',

  'account.codesIntro': 'Si vous perdez votre deuxième étape, chacun de ces codes permet de vous connecter une fois.',
  'account.codesLeft': { one: 'Il vous reste {count} code.', other: 'Il vous reste {count} codes.' },
  'account.codesMake': 'Créer de nouveaux codes',
  'account.codesOnce':
    'Conservez ces codes en lieu sûr. Ils ne s’affichent que maintenant, et les anciens codes ne sont plus valables.',

  'account.addedAt': 'Ajouté : {time}',
  'account.lastUsed': 'Dernière utilisation : {time}',

  'account.thisSession': 'Ce navigateur',
  'account.unknownBrowser': 'Navigateur inconnu',
  'account.signOutThere': 'Fermer cette session',
  'account.signedOutThere': 'Cette session est terminée.',

  'account.unlink': 'Dissocier',
  'account.lastWay': 'C’est votre dernier moyen de vous connecter. Créez d’abord un mot de passe ou une clé d’accès.',
  'account.acceptedAt': 'Accepté : {time}',
};
