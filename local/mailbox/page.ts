import type { Message } from './messages.ts';

const escapeHtml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const row = ({ to, channel, subject, body, text, code, sentAt }: Message): string => `<article>
<h2>${escapeHtml(subject ?? channel)}</h2>
<p><time datetime="${escapeHtml(sentAt)}">${escapeHtml(sentAt)}</time> · ${channel} to <strong>${escapeHtml(to)}</strong>${
  code === undefined ? '' : ` · code <code>${escapeHtml(code)}</code>`
}</p>
<pre>${escapeHtml(text ?? body)}</pre>
</article>`;

/** The mailbox as a page, newest message first. */
export const renderPage = (messages: readonly Message[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatehouse mailbox</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid #767676; padding: 1rem 0 }
h2 { font-size: 1rem; margin: 0 }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
</style>
</head>
<body>
<main>
<h1>Mailbox</h1>
<p>What Gatehouse would have sent by e-mail and SMS, newest first.</p>
${messages.length === 0 ? '<p>Nothing yet.</p>' : [...messages].reverse().map(row).join('\n')}
</main>
</body>
</html>
`;
