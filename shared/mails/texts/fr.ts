import type { MailTexts } from './catalogue.ts';

/** French, with the formal "vous". */
export const fr: MailTexts = {
  'verification.subject': 'Votre code de vérification',
  'verification.text': 'Votre code de vérification est {code}.',
  'authentication.subject': 'Votre code de connexion',
  'authentication.text': 'Votre code de connexion est {code}.',
  'link.subject': 'Votre lien de vérification',
  'link.text': 'Confirmez votre adresse e-mail avec ce lien\u00a0:',
  'link.action': 'Vérifier l’adresse e-mail',
  'invitation.subject': 'Votre mot de passe temporaire',
  'invitation.text': 'Votre nom d’utilisateur est {username} et votre mot de passe temporaire est {code}.',

  'next.SignUp': 'Saisissez le code pour confirmer votre compte.',
  'next.ForgotPassword': 'Saisissez le code pour choisir un nouveau mot de passe.',
  'next.Address': 'Saisissez le code pour confirmer cette adresse.',
  'next.Authentication': 'Saisissez le code pour vous connecter. Ne le communiquez à personne.',
  'next.ConfirmationLink': 'Vous pourrez ensuite utiliser votre compte.',
  'next.AdminCreateUser': 'Vous choisirez votre propre mot de passe lors de la connexion.',
  'valid.code': 'Le code est valable pendant {duration}.',
  'valid.link': 'Le lien est valable pendant {duration}.',
  'valid.password': 'Le mot de passe temporaire est valable pendant {duration}.',
  unasked: 'Si vous n’avez pas demandé ce message, vous pouvez l’ignorer.',

  'risk.subject': 'Nouvelle tentative de connexion',
  'risk.blocked.subject': 'Tentative de connexion bloquée',
  'risk.blocked': 'Nous avons bloqué une connexion inhabituelle à votre compte, avec ces informations\u00a0:',
  'risk.asked':
    'Nous avons demandé un second facteur lors d’une connexion inhabituelle à votre compte, avec ces informations\u00a0:',
  'risk.let in': 'Nous avons constaté une connexion inhabituelle à votre compte, avec ces informations\u00a0:',
  'risk.time': 'Date et heure',
  'risk.device': 'Appareil',
  'risk.place': 'Lieu',
  'risk.unknown': 'inconnu',
  'risk.notYou': 'Si ce n’était pas vous, changez votre mot de passe et signalez-le-nous\u00a0:',
  'risk.notYou.action': 'Ce n’était pas moi',
  'risk.you': 'Si c’était vous, dites-le-nous aussi\u00a0:',
  'risk.you.action': 'C’était moi',
};
