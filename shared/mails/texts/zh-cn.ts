import type { MailTexts } from './catalogue.ts';

/** Simplified Chinese. */
export const zhCn: MailTexts = {
  'verification.subject': '您的验证码',
  'verification.text': '您的验证码是 {code}。',
  'authentication.subject': '您的登录验证码',
  'authentication.text': '您的登录验证码是 {code}。',
  'link.subject': '您的验证链接',
  'link.text': '请通过以下链接确认您的电子邮件地址：',
  'link.action': '验证电子邮件地址',
  'invitation.subject': '您的临时密码',
  'invitation.text': '您的用户名是 {username}，临时密码是 {code} 。',

  'next.SignUp': '请输入验证码以确认您的账户。',
  'next.ForgotPassword': '请输入验证码以设置新密码。',
  'next.Address': '请输入验证码以确认此地址。',
  'next.Authentication': '请输入验证码以登录。请勿将其告知任何人。',
  'next.ConfirmationLink': '确认后即可使用您的账户。',
  'next.AdminCreateUser': '登录时，您需要设置自己的密码。',
  'valid.code': '验证码有效期：{duration}',
  'valid.link': '链接有效期：{duration}',
  'valid.password': '临时密码有效期：{duration}',
  unasked: '如果您没有请求此消息，可以忽略它。',

  'risk.subject': '新的登录尝试',
  'risk.blocked.subject': '已阻止的登录尝试',
  'risk.blocked': '我们阻止了一次对您账户的异常登录，信息如下：',
  'risk.asked': '我们对一次您账户的异常登录要求了第二重验证，信息如下：',
  'risk.let in': '我们发现了一次对您账户的异常登录，信息如下：',
  'risk.time': '时间',
  'risk.device': '设备',
  'risk.place': '地点',
  'risk.unknown': '未知',
  'risk.notYou': '如果不是您本人，请更改密码并告知我们：',
  'risk.notYou.action': '不是我本人',
  'risk.you': '如果是您本人，也请告知我们：',
  'risk.you.action': '是我本人',
};
