import type { AccountTexts } from './account-texts.ts';

export const accountZhCn: AccountTexts = {
  'account.title': '您的账户',
  'account.signedInAs': '您已登录为 {username}。',
  'account.back': '返回应用',
  'account.overview': '返回您的账户',
  'account.save': '保存',
  'account.saved': '您的更改已保存。',
  'account.remove': '移除',
  'account.removed': '已移除。',
  'account.none': '这里还没有内容。',
  'account.otherUser': '已有其他人在此浏览器中登录。请重新打开您的账户。',

  'account.profile': '个人资料',
  'account.contacts': '电子邮件和电话',
  'account.password': '密码',
  'account.factors': '两步验证',
  'account.recoveryCodes': '恢复代码',
  'account.passkeys': '通行密钥',
  'account.devices': '设备',
  'account.sessions': '会话',
  'account.links': '已关联的登录方式',
  'account.terms': '已接受的条款',

  'account.verified': '已验证',
  'account.notVerified': '未验证',
  'account.waiting': '我们已向 {destination} 发送验证码。输入后更改才会生效。',
  'account.newEmail': '新电子邮件地址',
  'account.newPhone': '新电话号码',
  'account.verify': '验证',
  'account.proved': '已验证,即刻生效。',

  'account.currentPassword': '当前密码',
  'account.wrongPassword': '当前密码不正确。',
  'account.passwordChanged': '您的密码已更改。',

  'account.on': '已开启',
  'account.off': '已关闭',
  'account.first': '已开启,优先使用',
  'account.turnOn': '开启',
  'account.turnOff': '关闭',
  'account.askFirst': '优先使用',
  'account.setUpApp': '设置应用',
  'account.appReady': '您的身份验证器应用已设置。',
  'account.required': '您的账户需要两步验证,无法关闭。',

  'account.codesIntro': '如果您丢失了第二步验证方式,每个代码可用于登录一次。',
  'account.codesLeft': { other: '您还剩 {count} 个代码。' },
  'account.codesMake': '生成新代码',
  'account.codesOnce': '请妥善保管这些代码。它们仅显示这一次,之前的代码已失效。',

  'account.addedAt': '添加时间:{time}',
  'account.lastUsed': '上次使用:{time}',

  'account.thisSession': '此浏览器',
  'account.unknownBrowser': '未知浏览器',
  'account.signOutThere': '退出该会话',
  'account.signedOutThere': '该会话已结束。',

  'account.unlink': '取消关联',
  'account.lastWay': '这是您最后的登录方式。请先设置密码或通行密钥。',
  'account.acceptedAt': '接受时间:{time}',
};
