import type { AccountTexts } from './account-texts.ts';

export const accountKo: AccountTexts = {
  'account.title': '내 계정',
  'account.signedInAs': '{username}(으)로 로그인되어 있습니다.',
  'account.back': '앱으로 돌아가기',
  'account.overview': '내 계정으로 돌아가기',
  'account.save': '저장',
  'account.saved': '변경 사항이 저장되었습니다.',
  'account.remove': '삭제',
  'account.removed': '삭제되었습니다.',
  'account.none': '아직 아무것도 없습니다.',
  'account.otherUser': '이 브라우저에서 다른 사용자가 로그인했습니다. 계정을 다시 여세요.',

  'account.profile': '프로필',
  'account.contacts': '이메일 및 전화번호',
  'account.password': '비밀번호',
  'account.factors': '2단계 인증',
  'account.recoveryCodes': '복구 코드',
  'account.passkeys': '패스키',
  'account.devices': '기기',
  'account.sessions': '세션',
  'account.links': '연결된 로그인',
  'account.terms': '동의한 약관',

  'account.verified': '확인됨',
  'account.notVerified': '확인되지 않음',
  'account.waiting': '{destination}(으)로 코드를 보냈습니다. 코드를 입력하면 변경이 적용됩니다.',
  'account.newEmail': '새 이메일 주소',
  'account.newPhone': '새 전화번호',
  'account.verify': '확인',
  'account.proved': '확인되었으며 지금부터 적용됩니다.',

  'account.currentPassword': '현재 비밀번호',
  'account.wrongPassword': '현재 비밀번호가 올바르지 않습니다.',
  'account.passwordChanged': '비밀번호가 변경되었습니다.',

  'account.on': '켜짐',
  'account.off': '꺼짐',
  'account.first': '켜짐, 먼저 사용',
  'account.turnOn': '켜기',
  'account.turnOff': '끄기',
  'account.askFirst': '먼저 사용',
  'account.setUpApp': '앱 설정',
  'account.appReady': '인증 앱이 설정되었습니다.',
  'account.required': '이 계정에는 2단계 인증이 필요합니다. 끌 수 없습니다.',

  'account.codesIntro': '두 번째 단계를 잃어버린 경우 각 코드로 한 번 로그인할 수 있습니다.',
  'account.codesLeft': { other: '코드가 {count}개 남았습니다.' },
  'account.codesMake': '새 코드 만들기',
  'account.codesOnce': '이 코드를 안전한 곳에 보관하세요. 지금만 표시되며 이전 코드는 더 이상 사용할 수 없습니다.',

  'account.addedAt': '추가: {time}',
  'account.lastUsed': '마지막 사용: {time}',

  'account.thisSession': '이 브라우저',
  'account.unknownBrowser': '알 수 없는 브라우저',
  'account.signOutThere': '해당 세션 로그아웃',
  'account.signedOutThere': '해당 세션이 종료되었습니다.',

  'account.unlink': '연결 해제',
  'account.lastWay': '마지막 로그인 방법입니다. 먼저 비밀번호나 패스키를 설정하세요.',
  'account.acceptedAt': '동의: {time}',
};
