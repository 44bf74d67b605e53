import type { MailTexts } from './catalogue.ts';

/** Indonesian, with the polite "Anda". */
export const id: MailTexts = {
  'verification.subject': 'Kode verifikasi Anda',
  'verification.text': 'Kode verifikasi Anda adalah {code}.',
  'authentication.subject': 'Kode masuk Anda',
  'authentication.text': 'Kode masuk Anda adalah {code}.',
  'link.subject': 'Tautan verifikasi Anda',
  'link.text': 'Konfirmasi alamat email Anda melalui tautan ini:',
  'link.action': 'Verifikasi email',
  'invitation.subject': 'Kata sandi sementara Anda',
  'invitation.text': 'Nama pengguna Anda adalah {username} dan kata sandi sementara Anda adalah {code}.',

  'next.SignUp': 'Masukkan kode ini untuk mengonfirmasi akun Anda.',
  'next.ForgotPassword': 'Masukkan kode ini untuk memilih kata sandi baru.',
  'next.Address': 'Masukkan kode ini untuk mengonfirmasi alamat ini.',
  'next.Authentication': 'Masukkan kode ini untuk masuk. Jangan berikan kepada siapa pun.',
  'next.ConfirmationLink': 'Setelah itu Anda dapat menggunakan akun Anda.',
  'next.AdminCreateUser': 'Anda akan memilih kata sandi sendiri saat masuk.',
  'valid.code': 'Kode ini berlaku selama {duration}.',
  'valid.link': 'Tautan ini berlaku selama {duration}.',
  'valid.password': 'Kata sandi sementara ini berlaku selama {duration}.',
  unasked: 'Jika Anda tidak meminta pesan ini, abaikan saja.',

  'risk.subject': 'Percobaan masuk baru',
  'risk.blocked.subject': 'Percobaan masuk diblokir',
  'risk.blocked': 'Kami memblokir upaya masuk yang tidak dikenal ke akun Anda dengan informasi ini:',
  'risk.asked': 'Kami meminta faktor kedua pada upaya masuk yang tidak dikenal ke akun Anda dengan informasi ini:',
  'risk.let in': 'Kami melihat upaya masuk yang tidak dikenal ke akun Anda dengan informasi ini:',
  'risk.time': 'Waktu',
  'risk.device': 'Perangkat',
  'risk.place': 'Lokasi',
  'risk.unknown': 'tidak diketahui',
  'risk.notYou': 'Jika itu bukan Anda, ubah kata sandi Anda dan beri tahu kami:',
  'risk.notYou.action': 'Itu bukan saya',
  'risk.you': 'Jika itu memang Anda, beri tahu kami juga:',
  'risk.you.action': 'Itu saya',
};
