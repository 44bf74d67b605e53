import type { AccountTexts } from './account-texts.ts';

export const accountPtBr: AccountTexts = {
  'account.title': 'Sua conta',
  'account.signedInAs': 'Você entrou como {username}.',
  'account.back': 'Voltar ao aplicativo',
  'account.overview': 'Voltar à sua conta',
  'account.save': 'Salvar',
  'account.saved': 'Suas alterações foram salvas.',
  'account.remove': 'Remover',
  'account.removed': 'O item foi removido.',
  'account.none': 'Ainda não há nada aqui.',
  'account.otherUser': 'Outra pessoa entrou neste navegador. Abra sua conta novamente.',

  'account.profile': 'Perfil',
  'account.contacts': 'E-mail e telefone',
  'account.password': 'Senha',
  'account.factors': 'Verificação em duas etapas',
  'account.recoveryCodes': 'Códigos de recuperação',
  'account.passkeys': 'Chaves de acesso',
  'account.devices': 'Dispositivos',
  'account.sessions': 'Sessões',
  'account.links': 'Formas de entrar vinculadas',
  'account.terms': 'Termos aceitos',

  'account.verified': 'Verificado',
  'account.notVerified': 'Não verificado',
  'account.waiting': 'Enviamos um código para {destination}. A mudança vale quando você o digitar.',
  'account.newEmail': 'Novo endereço de e-mail',
  'account.newPhone': 'Novo número de telefone',
  'account.verify': 'Verificar',
  'account.proved': 'Está verificado e vale a partir de agora.',

  'account.currentPassword': 'Senha atual',
  'account.wrongPassword': 'Sua senha atual não está correta.',
  'account.passwordChanged': 'Sua senha foi alterada.',

  'account.on': 'Ativado',
  'account.off': 'Desativado',
  'account.first': 'Ativado, pedido primeiro',
  'account.turnOn': 'Ativar',
  'account.turnOff': 'Desativar',
  'account.askFirst': 'Pedir primeiro',
  'account.setUpApp': 'Configurar um aplicativo',
  'account.appReady': 'Seu aplicativo autenticador está configurado.',
  'account.required': 'Sua conta precisa da verificação em duas etapas. Não é possível desativá-la.',

  'account.codesIntro': 'Se você perder a segunda etapa, cada um destes códigos permite entrar uma vez.',
  'account.codesLeft': { one: 'Resta {count} código.', other: 'Restam {count} códigos.' },
  'account.codesMake': 'Criar novos códigos',
  'account.codesOnce':
    'Guarde estes códigos em um lugar seguro. Eles só aparecem agora, e os anteriores não valem mais.',

  'account.addedAt': 'Adicionado: {time}',
  'account.lastUsed': 'Último uso: {time}',

  'account.thisSession': 'Este navegador',
  'account.unknownBrowser': 'Navegador desconhecido',
  'account.signOutThere': 'Sair de lá',
  'account.signedOutThere': 'Essa sessão terminou.',

  'account.unlink': 'Desvincular',
  'account.lastWay': 'Esta é sua última forma de entrar. Crie antes uma senha ou uma chave de acesso.',
  'account.acceptedAt': 'Aceito: {time}',
};
