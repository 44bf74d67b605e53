const block = 'address,article,blockquote,br,div,h1,h2,h3,h4,h5,h6,hr,li,p,table,tr';

/**
 * The text of an e-mail in HTML, with the addresses of its links. The document that it is read into runs no script, loads
 * nothing and is never shown.
 */
export const plainText = (html: string): string => {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const unseen of body.querySelectorAll('script,style,title,template')) unseen.remove();
  for (const link of body.querySelectorAll('a[href]')) {
    const target = link.getAttribute('href') ?? '';
    if (/^https?:/i.test(target) && link.textContent?.trim() !== target) link.append(` (${target})`);
  }
  for (const element of body.querySelectorAll(block)) element.after('\n');
  return (body.textContent ?? '')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};
