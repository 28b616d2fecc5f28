// One study: its screens, and the one to run it.
import {api, at, button, command, date, framed, h, headOf, load, number, resultsOf, save, saidBy, size, stageOf, t, tell} from '/assets/lib.js';
import {antennas} from '/assets/antennas.js';
import {data} from '/assets/data.js';
import {forms} from '/assets/forms.js';
import {results} from '/assets/results.js';
import {rounds} from '/assets/rounds.js';
import {zoning} from '/assets/zoning.js';

const screens = () => [['calcul', t('Calcul'), run], ['resultats', t('Résultats'), results], ['zonage', t('Zonage'), zoning], ['antennes', t('Antennes'), antennas], ['tournees', t('Tournées'), rounds], ['donnees', t('Données'), data],
  ['commandes', t('Commandes'), forms], ['fichiers', t('Fichiers'), files]];

const href = (study, file) => at(study, 'files', file);

// ---- running

const state = {running: () => t('en cours'), waiting: () => t('attend son tour')};

// The stages of a job with their times: a stage ends where the next one begins.
function stagesOf(job) {
  return job.stages.map((stage, i) => {
    const next = job.stages[i + 1], end = next ? next.begun : job.seconds;
    return h('tr', {}, h('th', {scope: 'row'}, stage.words), h('td', {class: 'n'}, number(Math.max(0, end - stage.begun), 1) + ' s'));
  });
}

class Progress {
  constructor() {
    this.bar = h('progress', {max: '1', 'aria-label': t('Avancement')});
    this.said = h('p', {'aria-live': 'polite'});
    this.rows = h('tbody', {});
    this.stop = button(t('Arrêter'), () => this.job && api('DELETE', `/api/jobs/${this.job.job}`));
    this.box = h('section', {hidden: true}, h('h2', {}, t('Avancement')), this.said, this.bar, this.stop,
      h('details', {}, h('summary', {}, t('Étapes')), h('table', {class: 'petit'}, this.rows)));
  }

  show = job => {
    this.job = job;
    this.box.hidden = false;
    this.stop.hidden = job.state === 'ended';
    if (job.fraction === null) this.bar.removeAttribute('value');
    else this.bar.value = job.fraction;
    if (job.state === 'ended') this.bar.value = 1;
    const last = stageOf(job);
    this.said.textContent = job.state === 'ended' ? t('Terminé en {0} s', number(job.seconds, 1)) : `${state[job.state]()}${last ? ' : ' + last : ''}`;
    this.rows.replaceChildren(...stagesOf(job));
  };
}

const stageNames = () => ({load: t('Données lues'), access: t('Accès aux soins'), desert: t('Déserts médicaux'), need: t('Besoin'), outlook: t('Départs attendus'), sensitivity: t('Conventions'), zoning: t('Zonage'), siting: t('Antennes'),
  tours: t('Tournées'), catchment: t('Bassins'), whatif: t('Essais de la page')});

const summaryOf = json => h('table', {}, h('caption', {}, t('Ce que le calcul a trouvé')), h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, t('Étape')), h('th', {scope: 'col', class: 'n'}, t('Durée')), h('th', {scope: 'col'}, t('En bref')))),
  h('tbody', {}, json.stages.filter(stage => stage.summary !== t('non demandé')).map(stage => h('tr', {}, h('th', {scope: 'row'}, stageNames()[stage.name] || stage.name), h('td', {class: 'n'}, stage.redone ? number(stage.seconds, 2) + ' s' : t('gardée')), h('td', {}, stage.summary)))));

async function run(name, about) {
  const progress = new Progress(), outcome = h('div', {});
  const begin = button(resultsOf(about).length ? t('Calculer de nouveau') : t('Calculer'), async () => {
    outcome.replaceChildren();
    const done = await command(name, 'run', {arguments: {STUDY: 'study.yaml'}, options: {overwrite: true}}, progress.show);
    outcome.replaceChildren(h('p', {class: 'reponse'}, h('a', {href: `#/etude/${encodeURIComponent(name)}/resultats`, class: 'bouton principal'}, t('Voir les résultats'))), summaryOf(done.json),
      h('ul', {class: 'note'}, done.json.notes.map(note => h('li', {}, note))), saidBy(done.job) || '');
    tell(t('Le calcul est terminé.'));
  }, {class: 'principal'});
  const check = button(t('Vérifier sans calculer'), async () => {
    const done = await command(name, 'check', {arguments: {STUDY: 'study.yaml'}, options: {overwrite: true}}, progress.show);
    outcome.replaceChildren(h('pre', {tabindex: '0'}, done.text));
    tell(t('L’étude peut être calculée.'));
  });
  const {jobs} = await api('GET', '/api/jobs?study=' + encodeURIComponent(name));
  const going = jobs.find(job => job.state !== 'ended' && job.command === 'run');
  const before = jobs.filter(job => job.state === 'ended' && job.command === 'run').slice(0, 5);
  if (going) progress.show(going);
  return [h('p', {class: 'outils'}, begin, check), progress.box, outcome,
    before.length ? h('section', {}, h('h2', {}, t('Calculs précédents')), h('ul', {}, before.map(job => h('li', {},
      `${job.user} : ${number(job.seconds, 1)} s, ${job.code === 0 ? t('terminé') : job.code === 130 ? t('arrêté') : job.said}`)))) : null];
}

// ---- files

function fileRow(study, file, change) {
  return h('tr', {}, h('th', {scope: 'row'}, h('a', {href: href(study, file.name), download: file.name}, file.name), file.validated ? h('span', {class: 'etiquette'}, t('validé')) : null),
    h('td', {class: 'n'}, size(file.bytes)), h('td', {class: 'n'}, date(file.changed)),
    h('td', {}, file.validated ? null : button(t('Supprimer'), async () => {
      if (!confirm(t('Supprimer {0} ?', file.name))) return;
      const now = await api('HEAD', href(study, file.name), undefined, {raw: true});
      await api('DELETE', href(study, file.name), undefined, {headers: {'If-Match': now.headers.get('ETag')}});
      await change();
    }, {class: 'discret', 'aria-label': t('Supprimer {0}', file.name)})));
}

// The study file as a text, for those who write YAML.
async function editor(name) {
  const loaded = await load(name, 'study.yaml');
  let {version} = loaded;
  const text = h('textarea', {rows: '24', spellcheck: 'false', id: 'texte-etude', value: loaded.text});
  return h('section', {}, h('h2', {}, t('Le fichier de l’étude')), h('label', {for: 'texte-etude', class: 'note'}, t('study.yaml : toutes les questions et toutes les données, en texte.')), text,
    h('p', {class: 'outils'}, button(t('Enregistrer'), async () => {
      version = await save(name, 'study.yaml', text.value, version);
      tell(t('Enregistré.'));
    }, {class: 'principal'})));
}

async function files(name, about) {
  const body = h('tbody', {});
  const fill = async () => {
    const now = await api('GET', at(name));
    body.replaceChildren(...now.files.filter(f => !f.name.endsWith('.valide')).map(file => fileRow(name, file, fill)));
  };
  await fill();
  const folders = await Promise.all(about.folders.map(async folder => [folder.name, (await api('GET', at(name, 'folders', folder.name))).files]));
  return [framed(t('Fichiers'), h('table', {}, headOf([t('Fichier'), t('Taille'), t('Dernier changement'), t('Actions')]), body)),
    folders.map(([folder, list]) => h('section', {}, h('h2', {}, folder), h('ul', {}, list.map(file => h('li', {}, h('a', {href: at(name, 'folders', folder, file.name), download: file.name}, file.name), ' ', size(file.bytes)))))),
    await editor(name)];
}

// ---- the frame

// Holds the study while a screen that changes it is open: others see by whom. Renewed before its two minutes are over.
async function hold(name) {
  const take = () => api('PUT', at(name, 'hold')).catch(() => {});
  await take();
  const timer = setInterval(take, 60000);
  return () => {
    clearInterval(timer);
    return api('DELETE', at(name, 'hold')).catch(() => {});
  };
}

export async function study(name, screen) {
  const about = await api('GET', at(name)), list = screens(), [key, title, make] = list.find(([k]) => k === screen) || list[0];
  const release = key === 'resultats' || about.held_by_other ? null : await hold(name);
  const made = await make(name, about), content = Array.isArray(made) ? made : made.content;
  const tabs = h('nav', {class: 'onglets', 'aria-label': t('Écrans de l’étude')}, list.map(([k, text]) =>
    h('a', {href: `#/etude/${encodeURIComponent(name)}/${k}`, 'aria-current': k === key ? 'page' : null}, text)));
  const held = about.held_by_other ? h('p', {class: 'faute'}, t('{0} travaille sur cette étude : vous pouvez la lire.', about.holder)) : null;
  return {title: `${name}, ${title}`, path: [h('a', {href: '#/'}, t('Études'))], content: [h('h1', {}, name), held, tabs, ...content.flat().filter(Boolean)], leave: async () => { made.leave?.(); await release?.(); }, shown: made.shown};
}
