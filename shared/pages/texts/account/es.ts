import type { AccountTexts } from './account-texts.ts';

export const accountEs: AccountTexts = {
  'account.title': 'Tu cuenta',
  'account.signedInAs': 'Has iniciado sesión como {username}.',
  'account.back': 'Volver a la aplicación',
  'account.overview': 'Volver a tu cuenta',
  'account.save': 'Guardar',
  'account.saved': 'Se han guardado los cambios.',
  'account.remove': 'Quitar',
  'account.removed': 'Se ha quitado.',
  'account.none': 'Aquí no hay nada todavía.',
  'account.otherUser': 'Otra persona ha iniciado sesión en este navegador. Vuelve a abrir tu cuenta.',

  'account.profile': 'Perfil',
  'account.contacts': 'Correo y teléfono',
  'account.password': 'Contraseña',
  'account.factors': 'Verificación en dos pasos',
  'account.recoveryCodes': 'Códigos de recuperación',
  'account.passkeys': 'Claves de acceso',
  'account.devices': 'Dispositivos',
  'account.sessions': 'Sesiones',
  'account.links': 'Inicios de sesión vinculados',
  'account.terms': 'Condiciones aceptadas',

  'account.verified': 'Verificado',
  'account.notVerified': 'Sin verificar',
  'account.waiting': 'Hemos enviado un código a {destination}. El cambio vale cuando lo introduzcas.',
  'account.newEmail': 'Nueva dirección de correo',
  'account.newPhone': 'Nuevo número de teléfono',
  'account.verify': 'Verificar',
  'account.proved': 'Está verificado y vale desde ahora.',

  'account.currentPassword': 'Contraseña actual',
  'account.wrongPassword': 'Tu contraseña actual no es correcta.',
  'account.passwordChanged': 'Se ha cambiado tu contraseña.',

  'account.on': 'Activado',
  'account.off': 'Desactivado',
  'account.first': 'Activado, se pide primero',
  'account.turnOn': 'Activar',
  'account.turnOff': 'Desactivar',
  'account.askFirst': 'Pedir primero',
  'account.setUpApp': 'Configurar una aplicación',
  'account.appReady': 'Tu aplicación de autenticación está configurada.',
  'account.required': 'Tu cuenta necesita la verificación en dos pasos. No puedes desactivarla.',

  'account.codesIntro': 'Si pierdes tu segundo paso, con cada uno de estos códigos puedes iniciar sesión una vez.',
  'account.codesLeft': { one: 'Te queda {count} código.', other: 'Te quedan {count} códigos.' },
  'account.codesMake': 'Crear códigos nuevos',
  'account.codesOnce': 'Guarda estos códigos en un lugar seguro. Solo los ves ahora, y los anteriores ya no valen.',

  'account.addedAt': 'Añadido: {time}',
  'account.lastUsed': 'Último uso: {time}',

  'account.thisSession': 'Este navegador',
  'account.unknownBrowser': 'Navegador desconocido',
  'account.signOutThere': 'Cerrar esa sesión',
  'account.signedOutThere': 'Esa sesión ha terminado.',

  'account.unlink': 'Desvincular',
  'account.lastWay': 'Es tu última forma de iniciar sesión. Crea antes una contraseña o una clave de acceso.',
  'account.acceptedAt': 'Aceptado: {time}',
};
