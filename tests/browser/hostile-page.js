// Runs in the browser, on a page of elsewhere: everything by which a page makes requests without asking anybody.
const settled = (element) =>
  new Promise((resolve) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', resolve);
    document.body.append(element);
  });

const withSource = (name, src) => settled(Object.assign(document.createElement(name), { src }));

const byForm = async (url, enctype, name, value) => {
  const frame = document.createElement('iframe');
  frame.name = `frame-${Math.random()}`;
  document.body.append(frame);
  const form = Object.assign(document.createElement('form'), { action: url, method: 'post', enctype });
  form.target = frame.name;
  form.append(Object.assign(document.createElement('textarea'), { name, value }));
  document.body.append(form);
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
  form.submit();
  await loaded;
};

const socket = (url) =>
  new Promise((resolve) => {
    new WebSocket(url.replace('http', 'ws')).addEventListener('error', resolve);
  });

const quietly = (work) => work.then(() => undefined).catch(() => undefined);

Object.assign(globalThis, {
  /** What a fetch was answered, as far as the page may read it. */
  read: (url, options) =>
    fetch(url, options)
      .then(async (answer) => ({ type: answer.type, status: answer.status, text: await answer.text() }))
      .catch(() => 'unreadable'),
  /** Asks and posts in every way. */
  attack: async (url, body) => {
    await quietly(fetch(url));
    await quietly(fetch(url, { mode: 'no-cors' }));
    await quietly(fetch(url, { method: 'POST', body }));
    await quietly(fetch(url, { method: 'POST', mode: 'no-cors', body }));
    await quietly(fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
    await quietly(fetch(url, { method: 'DELETE' }));
    await quietly(fetch(url, { method: 'POST', mode: 'no-cors', body, keepalive: true }));
    await withSource('img', url);
    await withSource('script', url);
    await withSource('iframe', url);
    await byForm(url, 'text/plain', body.slice(0, -2), body.slice(-2));
    await byForm(url, 'application/x-www-form-urlencoded', 'Action', 'Publish');
    await socket(url);
  },
});
