import type { MailTexts } from './catalogue.ts';

/** Traditional Chinese. */
export const zhTw: MailTexts = {
  'verification.subject': '您的驗證碼',
  'verification.text': '您的驗證碼是 {code}。',
  'authentication.subject': '您的登入驗證碼',
  'authentication.text': '您的登入驗證碼是 {code}。',
  'link.subject': '您的驗證連結',
  'link.text': '請透過以下連結確認您的電子郵件地址：',
  'link.action': '驗證電子郵件地址',
  'invitation.subject': '您的臨時密碼',
  'invitation.text': '您的使用者名稱是 {username}，臨時密碼是 {code} 。',

  'next.SignUp': '請輸入驗證碼以確認您的帳戶。',
  'next.ForgotPassword': '請輸入驗證碼以設定新密碼。',
  'next.Address': '請輸入驗證碼以確認此地址。',
  'next.Authentication': '請輸入驗證碼以登入。請勿告訴任何人。',
  'next.ConfirmationLink': '確認後即可使用您的帳戶。',
  'next.AdminCreateUser': '登入時，您需要設定自己的密碼。',
  'valid.code': '驗證碼有效時間：{duration}',
  'valid.link': '連結有效時間：{duration}',
  'valid.password': '臨時密碼有效時間：{duration}',
  unasked: '如果您沒有要求此訊息，可以忽略它。',

  'risk.subject': '新的登入嘗試',
  'risk.blocked.subject': '已封鎖的登入嘗試',
  'risk.blocked': '我們封鎖了一次對您帳戶的異常登入，資訊如下：',
  'risk.asked': '我們對一次您帳戶的異常登入要求了第二重驗證，資訊如下：',
  'risk.let in': '我們發現了一次對您帳戶的異常登入，資訊如下：',
  'risk.time': '時間',
  'risk.device': '裝置',
  'risk.place': '地點',
  'risk.unknown': '未知',
  'risk.notYou': '如果不是您本人，請變更密碼並告訴我們：',
  'risk.notYou.action': '不是我本人',
  'risk.you': '如果是您本人，也請告訴我們：',
  'risk.you.action': '是我本人',
};
