import type { MailTexts } from './catalogue.ts';

/** Japanese, in polite form. */
export const ja: MailTexts = {
  'verification.subject': '確認コードのお知らせ',
  'verification.text': '確認コードは {code} です。',
  'authentication.subject': 'サインインコードのお知らせ',
  'authentication.text': 'サインインコードは {code} です。',
  'link.subject': '確認リンクのお知らせ',
  'link.text': '次のリンクからメールアドレスを確認してください。',
  'link.action': 'メールアドレスを確認',
  'invitation.subject': '仮パスワードのお知らせ',
  'invitation.text': 'ユーザー名は {username}、仮パスワードは {code} です。',

  'next.SignUp': 'アカウントを確認するため、コードを入力してください。',
  'next.ForgotPassword': '新しいパスワードを設定するため、コードを入力してください。',
  'next.Address': 'このアドレスを確認するため、コードを入力してください。',
  'next.Authentication': 'サインインするため、コードを入力してください。コードは誰にも教えないでください。',
  'next.ConfirmationLink': '確認が済むと、アカウントをご利用いただけます。',
  'next.AdminCreateUser': 'サインインの際に、ご自身のパスワードを設定していただきます。',
  'valid.code': 'コードの有効期間: {duration}',
  'valid.link': 'リンクの有効期間: {duration}',
  'valid.password': '仮パスワードの有効期間: {duration}',
  unasked: 'お心当たりがない場合は、このメッセージを無視してください。',

  'risk.subject': '新しいサインインの試み',
  'risk.blocked.subject': 'サインインをブロックしました',
  'risk.blocked': '次の情報による、お客様のアカウントへの見慣れないサインインをブロックしました。',
  'risk.asked': '次の情報による、お客様のアカウントへの見慣れないサインインに対し、二つ目の認証を求めました。',
  'risk.let in': '次の情報による、お客様のアカウントへの見慣れないサインインを確認しました。',
  'risk.time': '日時',
  'risk.device': 'デバイス',
  'risk.place': '場所',
  'risk.unknown': '不明',
  'risk.notYou': 'お心当たりがない場合は、パスワードを変更し、お知らせください。',
  'risk.notYou.action': '自分ではありません',
  'risk.you': 'ご本人の場合も、お知らせください。',
  'risk.you.action': '自分です',
};
