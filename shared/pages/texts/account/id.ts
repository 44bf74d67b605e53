import type { AccountTexts } from './account-texts.ts';

export const accountId: AccountTexts = {
  'account.title': 'Akun Anda',
  'account.signedInAs': 'Anda masuk sebagai {username}.',
  'account.back': 'Kembali ke aplikasi',
  'account.overview': 'Kembali ke akun Anda',
  'account.save': 'Simpan',
  'account.saved': 'Perubahan Anda telah disimpan.',
  'account.remove': 'Hapus',
  'account.removed': 'Telah dihapus.',
  'account.none': 'Belum ada apa pun di sini.',
  'account.otherUser': 'Orang lain telah masuk di browser ini. Buka akun Anda lagi.',

  'account.profile': 'Profil',
  'account.contacts': 'Email dan telepon',
  'account.password': 'Kata sandi',
  'account.factors': 'Verifikasi dua langkah',
  'account.recoveryCodes': 'Kode pemulihan',
  'account.passkeys': 'Kunci sandi',
  'account.devices': 'Perangkat',
  'account.sessions': 'Sesi',
  'account.links': 'Cara masuk tertaut',
  'account.terms': 'Ketentuan yang disetujui',

  'account.verified': 'Terverifikasi',
  'account.notVerified': 'Belum terverifikasi',
  'account.waiting': 'Kami mengirim kode ke {destination}. Perubahan berlaku setelah Anda memasukkannya.',
  'account.newEmail': 'Alamat email baru',
  'account.newPhone': 'Nomor telepon baru',
  'account.verify': 'Verifikasi',
  'account.proved': 'Sudah terverifikasi dan berlaku mulai sekarang.',

  'account.currentPassword': 'Kata sandi saat ini',
  'account.wrongPassword': 'Kata sandi Anda saat ini salah.',
  'account.passwordChanged': 'Kata sandi Anda telah diubah.',

  'account.on': 'Aktif',
  'account.off': 'Nonaktif',
  'account.first': 'Aktif, diminta lebih dulu',
  'account.turnOn': 'Aktifkan',
  'account.turnOff': 'Nonaktifkan',
  'account.askFirst': 'Minta lebih dulu',
  'account.setUpApp': 'Siapkan aplikasi',
  'account.appReady': 'Aplikasi autentikator Anda telah siap.',
  'account.required': 'Akun Anda memerlukan verifikasi dua langkah. Anda tidak dapat menonaktifkannya.',

  'account.codesIntro': 'Jika langkah kedua Anda hilang, setiap kode ini dapat dipakai untuk masuk satu kali.',
  'account.codesLeft': { other: 'Tersisa {count} kode.' },
  'account.codesMake': 'Buat kode baru',
  'account.codesOnce':
    'Simpan kode ini di tempat aman. Kode hanya ditampilkan sekarang, dan kode lama tidak berlaku lagi.',

  'account.addedAt': 'Ditambahkan: {time}',
  'account.lastUsed': 'Terakhir digunakan: {time}',

  'account.thisSession': 'Browser ini',
  'account.unknownBrowser': 'Browser tidak dikenal',
  'account.signOutThere': 'Keluar dari sana',
  'account.signedOutThere': 'Sesi itu telah berakhir.',

  'account.unlink': 'Putuskan tautan',
  'account.lastWay': 'Ini cara masuk terakhir Anda. Buat kata sandi atau kunci sandi terlebih dahulu.',
  'account.acceptedAt': 'Disetujui: {time}',
};
