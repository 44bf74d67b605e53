import type { AccountTexts } from './account-texts.ts';

export const accountJa: AccountTexts = {
  'account.title': 'アカウント',
  'account.signedInAs': '{username} としてサインインしています。',
  'account.back': 'アプリに戻る',
  'account.overview': 'アカウントに戻る',
  'account.save': '保存',
  'account.saved': '変更を保存しました。',
  'account.remove': '削除',
  'account.removed': '削除しました。',
  'account.none': 'まだ何もありません。',
  'account.otherUser': 'このブラウザーで別のユーザーがサインインしました。アカウントを開き直してください。',

  'account.profile': 'プロフィール',
  'account.contacts': 'メールと電話番号',
  'account.password': 'パスワード',
  'account.factors': '2 段階認証',
  'account.recoveryCodes': '回復コード',
  'account.passkeys': 'パスキー',
  'account.devices': 'デバイス',
  'account.sessions': 'セッション',
  'account.links': 'リンク済みのサインイン',
  'account.terms': '同意した規約',

  'account.verified': '確認済み',
  'account.notVerified': '未確認',
  'account.waiting': '{destination} にコードを送信しました。入力すると変更が有効になります。',
  'account.newEmail': '新しいメールアドレス',
  'account.newPhone': '新しい電話番号',
  'account.verify': '確認',
  'account.proved': '確認が完了し、有効になりました。',

  'account.currentPassword': '現在のパスワード',
  'account.wrongPassword': '現在のパスワードが正しくありません。',
  'account.passwordChanged': 'パスワードを変更しました。',

  'account.on': 'オン',
  'account.off': 'オフ',
  'account.first': 'オン (最初に使用)',
  'account.turnOn': 'オンにする',
  'account.turnOff': 'オフにする',
  'account.askFirst': '最初に使用する',
  'account.setUpApp': 'アプリを設定する',
  'account.appReady': '認証アプリを設定しました。',
  'account.required': 'このアカウントには 2 段階認証が必要です。オフにすることはできません。',

  'account.codesIntro': '2 段階目の手段をなくした場合、各コードで 1 回サインインできます。',
  'account.codesLeft': { other: '残り {count} 個のコードがあります。' },
  'account.codesMake': '新しいコードを作成',
  'account.codesOnce':
    'コードを安全な場所に保管してください。表示されるのは今だけです。以前のコードは使えなくなりました。',

  'account.addedAt': '追加日時: {time}',
  'account.lastUsed': '最終使用: {time}',

  'account.thisSession': 'このブラウザー',
  'account.unknownBrowser': '不明なブラウザー',
  'account.signOutThere': 'そのセッションを終了',
  'account.signedOutThere': 'セッションを終了しました。',

  'account.unlink': 'リンクを解除',
  'account.lastWay': 'これは最後のサインイン方法です。先にパスワードまたはパスキーを設定してください。',
  'account.acceptedAt': '同意日時: {time}',
};
