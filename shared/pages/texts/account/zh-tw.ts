import type { AccountTexts } from './account-texts.ts';

export const accountZhTw: AccountTexts = {
  'account.title': '您的帳戶',
  'account.signedInAs': '您已登入為 {username}。',
  'account.back': '返回應用程式',
  'account.overview': '返回您的帳戶',
  'account.save': '儲存',
  'account.saved': '您的變更已儲存。',
  'account.remove': '移除',
  'account.removed': '已移除。',
  'account.none': '這裡還沒有內容。',
  'account.otherUser': '已有其他人在此瀏覽器中登入。請重新開啟您的帳戶。',

  'account.profile': '個人資料',
  'account.contacts': '電子郵件和電話',
  'account.password': '密碼',
  'account.factors': '兩步驟驗證',
  'account.recoveryCodes': '復原代碼',
  'account.passkeys': '通行密鑰',
  'account.devices': '裝置',
  'account.sessions': '工作階段',
  'account.links': '已連結的登入方式',
  'account.terms': '已接受的條款',

  'account.verified': '已驗證',
  'account.notVerified': '未驗證',
  'account.waiting': '我們已將驗證碼傳送至 {destination}。輸入後變更才會生效。',
  'account.newEmail': '新電子郵件地址',
  'account.newPhone': '新電話號碼',
  'account.verify': '驗證',
  'account.proved': '已驗證,即刻生效。',

  'account.currentPassword': '目前的密碼',
  'account.wrongPassword': '目前的密碼不正確。',
  'account.passwordChanged': '您的密碼已變更。',

  'account.on': '已開啟',
  'account.off': '已關閉',
  'account.first': '已開啟,優先使用',
  'account.turnOn': '開啟',
  'account.turnOff': '關閉',
  'account.askFirst': '優先使用',
  'account.setUpApp': '設定應用程式',
  'account.appReady': '您的驗證器應用程式已設定。',
  'account.required': '您的帳戶需要兩步驟驗證,無法關閉。',

  'account.codesIntro': '如果您遺失了第二步驗證方式,每個代碼可用來登入一次。',
  'account.codesLeft': { other: '您還剩 {count} 個代碼。' },
  'account.codesMake': '產生新代碼',
  'account.codesOnce': '請妥善保管這些代碼。它們只顯示這一次,先前的代碼已失效。',

  'account.addedAt': '新增時間:{time}',
  'account.lastUsed': '上次使用:{time}',

  'account.thisSession': '此瀏覽器',
  'account.unknownBrowser': '未知的瀏覽器',
  'account.signOutThere': '登出該工作階段',
  'account.signedOutThere': '該工作階段已結束。',

  'account.unlink': '取消連結',
  'account.lastWay': '這是您最後的登入方式。請先設定密碼或通行密鑰。',
  'account.acceptedAt': '接受時間:{time}',
};
