import type { MailTexts } from './catalogue.ts';

/** Korean, in polite form. */
export const ko: MailTexts = {
  'verification.subject': '인증 코드 안내',
  'verification.text': '인증 코드는 {code} 입니다.',
  'authentication.subject': '로그인 코드 안내',
  'authentication.text': '로그인 코드는 {code} 입니다.',
  'link.subject': '인증 링크 안내',
  'link.text': '다음 링크로 이메일 주소를 확인하세요.',
  'link.action': '이메일 주소 확인',
  'invitation.subject': '임시 비밀번호 안내',
  'invitation.text': '사용자 이름은 {username}, 임시 비밀번호는 {code} 입니다.',

  'next.SignUp': '계정을 확인하려면 코드를 입력하세요.',
  'next.ForgotPassword': '새 비밀번호를 설정하려면 코드를 입력하세요.',
  'next.Address': '이 주소를 확인하려면 코드를 입력하세요.',
  'next.Authentication': '로그인하려면 코드를 입력하세요. 코드를 다른 사람에게 알려 주지 마세요.',
  'next.ConfirmationLink': '확인 후 계정을 사용할 수 있습니다.',
  'next.AdminCreateUser': '로그인할 때 본인의 비밀번호를 설정하게 됩니다.',
  'valid.code': '코드 유효 시간: {duration}',
  'valid.link': '링크 유효 시간: {duration}',
  'valid.password': '임시 비밀번호 유효 시간: {duration}',
  unasked: '이 메시지를 요청하지 않으셨다면 무시하셔도 됩니다.',

  'risk.subject': '새 로그인 시도',
  'risk.blocked.subject': '차단된 로그인 시도',
  'risk.blocked': '다음 정보로 시도된 알 수 없는 계정 로그인을 차단했습니다.',
  'risk.asked': '다음 정보로 시도된 알 수 없는 계정 로그인에 추가 인증을 요청했습니다.',
  'risk.let in': '다음 정보로 시도된 알 수 없는 계정 로그인을 확인했습니다.',
  'risk.time': '시간',
  'risk.device': '기기',
  'risk.place': '위치',
  'risk.unknown': '알 수 없음',
  'risk.notYou': '본인이 아니라면 비밀번호를 변경하고 알려 주세요.',
  'risk.notYou.action': '제가 아닙니다',
  'risk.you': '본인인 경우에도 알려 주세요.',
  'risk.you.action': '제가 맞습니다',
};
