// The desk: who is there, and which screen the address names.
import {api, h, language, learn, t, tell, button, field} from '/assets/lib.js';
import {home} from '/assets/home.js';
import {newStudy} from '/assets/territory.js';
import {study} from '/assets/study.js';

const main = h('main', {id: 'contenu', tabindex: '-1'});
let leave = null;

function frame(session) {
  document.body.replaceChildren(
    h('a', {class: 'saut', href: '#contenu', click: event => { event.preventDefault(); main.focus(); }}, t('Aller au contenu')),
    h('header', {}, h('a', {href: '#/', class: 'marque'}, 'Maillage'), h('nav', {id: 'ou', 'aria-label': t('Où l’on est')}),
      session ? h('p', {class: 'qui'}, session.user,
        session.passwords ? button(t('Se déconnecter'), async () => { await api('DELETE', '/api/session'); location.reload(); }, {class: 'discret'}) : null) : null),
    h('div', {id: 'message', role: 'status', 'aria-live': 'polite'}), main);
}

function signIn() {
  const name = h('input', {autocomplete: 'username', required: true}), password = h('input', {type: 'password', autocomplete: 'current-password', required: true});
  document.title = t('Identification') + ' – Maillage';
  main.replaceChildren(h('h1', {}, t('Identification')), h('form', {class: 'etroit', submit: async event => {
    event.preventDefault();
    try {
      await api('POST', '/api/session', {name: name.value, password: password.value});
      location.reload();
    } catch (error) {
      tell(error);
    }
  }}, field(t('Nom'), name), field(t('Mot de passe'), password), h('button', {class: 'principal'}, t('Entrer'))),
  h('p', {class: 'note'}, t('Sans mot de passe, ouvrez le lien que « maillage serve » a affiché.')));
}

async function show() {
  const parts = location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
  const last = leave;
  leave = null;
  if (last) await last(); // before the next screen holds the study
  tell(null);
  document.getElementById('ou').replaceChildren();
  try {
    const made = parts[0] === 'nouvelle' ? await newStudy() : parts[0] === 'etude' ? await study(parts[1], parts[2] || 'calcul') : await home();
    document.title = made.title + ' – Maillage';
    document.getElementById('ou').replaceChildren(...(made.path || []));
    main.replaceChildren(...made.content.filter(Boolean));
    leave = made.leave || null;
    if (made.shown) made.shown();
  } catch (error) {
    if (error.status === 401) {
      signIn();
      return;
    }
    main.replaceChildren(h('h1', {}, t('Cette page ne peut pas être montrée')), h('p', {}, h('a', {href: '#/'}, t('Retour aux études'))));
    tell(error);
  }
  main.focus({preventScroll: true});
  scrollTo(0, 0);
}

async function start() {
  learn(await api('GET', '/api/words'));
  document.documentElement.lang = language;
  let session = null;
  try {
    session = await api('GET', '/api/session');
  } catch (error) {
    if (error.status !== 401) throw error;
  }
  frame(session);
  if (!session) {
    signIn();
    return;
  }
  addEventListener('hashchange', show);
  await show();
}

start();
