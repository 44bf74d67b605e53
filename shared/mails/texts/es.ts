import type { MailTexts } from './catalogue.ts';

/** Spanish, with the informal "tú". */
export const es: MailTexts = {
  'verification.subject': 'Tu código de verificación',
  'verification.text': 'Tu código de verificación es {code}.',
  'authentication.subject': 'Tu código de inicio de sesión',
  'authentication.text': 'Tu código de inicio de sesión es {code}.',
  'link.subject': 'Tu enlace de verificación',
  'link.text': 'Confirma tu dirección de correo electrónico con este enlace:',
  'link.action': 'Verificar el correo electrónico',
  'invitation.subject': 'Tu contraseña temporal',
  'invitation.text': 'Tu nombre de usuario es {username} y tu contraseña temporal es {code}.',

  'next.SignUp': 'Introduce el código para confirmar tu cuenta.',
  'next.ForgotPassword': 'Introduce el código para elegir una contraseña nueva.',
  'next.Address': 'Introduce el código para confirmar esta dirección.',
  'next.Authentication': 'Introduce el código para iniciar sesión. No se lo des a nadie.',
  'next.ConfirmationLink': 'Después podrás usar tu cuenta.',
  'next.AdminCreateUser': 'Al iniciar sesión elegirás una contraseña propia.',
  'valid.code': 'El código es válido durante {duration}.',
  'valid.link': 'El enlace es válido durante {duration}.',
  'valid.password': 'La contraseña temporal es válida durante {duration}.',
  unasked: 'Si no has pedido este mensaje, puedes ignorarlo.',

  'risk.subject': 'Nuevo intento de inicio de sesión',
  'risk.blocked.subject': 'Intento de inicio de sesión bloqueado',
  'risk.blocked': 'Hemos bloqueado un inicio de sesión no reconocido en tu cuenta con estos datos:',
  'risk.asked': 'Hemos pedido un segundo factor en un inicio de sesión no reconocido en tu cuenta con estos datos:',
  'risk.let in': 'Hemos detectado un inicio de sesión no reconocido en tu cuenta con estos datos:',
  'risk.time': 'Fecha y hora',
  'risk.device': 'Dispositivo',
  'risk.place': 'Lugar',
  'risk.unknown': 'desconocido',
  'risk.notYou': 'Si no has sido tú, cambia tu contraseña y avísanos:',
  'risk.notYou.action': 'No he sido yo',
  'risk.you': 'Si has sido tú, avísanos también:',
  'risk.you.action': 'He sido yo',
};
