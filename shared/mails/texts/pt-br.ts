import type { MailTexts } from './catalogue.ts';

/** Brazilian Portuguese, with "você". */
export const ptBr: MailTexts = {
  'verification.subject': 'Seu código de verificação',
  'verification.text': 'Seu código de verificação é {code}.',
  'authentication.subject': 'Seu código de acesso',
  'authentication.text': 'Seu código de acesso é {code}.',
  'link.subject': 'Seu link de verificação',
  'link.text': 'Confirme seu endereço de e-mail com este link:',
  'link.action': 'Verificar o e-mail',
  'invitation.subject': 'Sua senha temporária',
  'invitation.text': 'Seu nome de usuário é {username} e sua senha temporária é {code}.',

  'next.SignUp': 'Digite o código para confirmar sua conta.',
  'next.ForgotPassword': 'Digite o código para escolher uma nova senha.',
  'next.Address': 'Digite o código para confirmar este endereço.',
  'next.Authentication': 'Digite o código para entrar. Não o informe a ninguém.',
  'next.ConfirmationLink': 'Depois disso, você poderá usar sua conta.',
  'next.AdminCreateUser': 'Você escolherá sua própria senha ao entrar.',
  'valid.code': 'O código é válido por {duration}.',
  'valid.link': 'O link é válido por {duration}.',
  'valid.password': 'A senha temporária é válida por {duration}.',
  unasked: 'Se você não pediu esta mensagem, pode ignorá-la.',

  'risk.subject': 'Nova tentativa de acesso',
  'risk.blocked.subject': 'Tentativa de acesso bloqueada',
  'risk.blocked': 'Bloqueamos um acesso não reconhecido à sua conta com estas informações:',
  'risk.asked': 'Pedimos um segundo fator em um acesso não reconhecido à sua conta com estas informações:',
  'risk.let in': 'Observamos um acesso não reconhecido à sua conta com estas informações:',
  'risk.time': 'Data e hora',
  'risk.device': 'Dispositivo',
  'risk.place': 'Local',
  'risk.unknown': 'desconhecido',
  'risk.notYou': 'Se não foi você, altere sua senha e avise-nos:',
  'risk.notYou.action': 'Não fui eu',
  'risk.you': 'Se foi você, avise-nos também:',
  'risk.you.action': 'Fui eu',
};
