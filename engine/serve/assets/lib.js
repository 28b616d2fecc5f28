// What all screens share: elements, requests, texts, numbers.
let words = {};
export let language = 'fr';

export function learn(texts) {
  words = texts;
  language = texts['fr'] || 'fr';
}

// A text by its French form, with {0}, {1}... replaced.
export function t(text, ...values) {
  return (words[text] || text).replace(/\{(\d)\}/g, (_, i) => values[i]);
}

// h('p', {class: 'note'}, 'text', element): functions are listeners, null children are left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (name === 'value') element.value = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function svg(tag, attributes, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const number = (value, digits = 0) =>
  value === null || value === undefined || Number.isNaN(value) ? t('n. d.') :
    new Intl.NumberFormat(language, {minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value);

export const date = seconds => seconds === null ? t('n. d.') : new Date(1000 * seconds).toLocaleString(language, {dateStyle: 'medium', timeStyle: 'short'});

export function size(bytes) {
  const units = [t('o'), t('Ko'), t('Mo'), t('Go')];
  let i = 0;
  for (; bytes >= 1000 && i + 1 < units.length; i++) bytes /= 1000;
  return number(bytes, i && bytes < 10 ? 1 : 0) + '\u202f' + units[i];
}

// Without accents, marks and case: what a search compares.
export const plain = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/œ/g, 'oe').toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();

export class Fault extends Error {
  constructor(status, answer) {
    super(answer.error || t('Le serveur ne répond pas comme prévu ({0}).', status));
    this.status = status;
    this.hint = answer.hint || '';
  }
}

// An answer in JSON, or the response itself with raw. A refusal throws a Fault.
export async function api(method, path, body, {headers = {}, raw = false, signal} = {}) {
  const binary = body instanceof Blob || typeof body === 'string';
  if (body !== undefined && !binary) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(path, {method, headers, signal, body: body === undefined || binary ? body : JSON.stringify(body)});
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Fault(0, {error: t('Le serveur ne répond plus.'), hint: t('Est-il arrêté ? Relancez maillage serve.')});
  }
  if (raw && response.ok) return response;
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = {error: text.slice(0, 300)};
  }
  if (!response.ok) throw new Fault(response.status, answer);
  return answer;
}

export const at = (study, ...parts) => '/api/studies/' + [study, ...parts].map(encodeURIComponent).join('/');

// A text of a study, and its version.
export async function load(study, file) {
  const response = await api('GET', at(study, 'files', file), undefined, {raw: true});
  return {text: await response.text(), version: response.headers.get('ETag')};
}

// The version of a file of a study, null when there is none: the list is asked first, for the console tells of a file that is not there.
export async function versionOf(study, file) {
  if (!(await api('GET', at(study))).files.some(other => other.name === file)) return null;
  return (await api('HEAD', at(study, 'files', file), undefined, {raw: true})).headers.get('ETag');
}

// The results of a study: its own first, then those kept and those of scenarios, whose names begin with its own. None before a run.
export function resultsOf({result, files}) {
  const names = files.map(file => file.name);
  return names.includes(result) ? [result, ...names.filter(name => name.startsWith(result.replace(/\.gpkg$/, '-')) && name.endsWith('.gpkg'))] : [];
}

// Saves a file in place of that version, or a new one without; the version there is afterwards.
export async function save(study, file, body, version) {
  const saved = await api('PUT', at(study, 'files', file), body, {headers: version ? {'If-Match': version} : {'If-None-Match': '*'}, raw: true});
  return saved.headers.get('ETag');
}

// The words of a refusal, in the region that screen readers announce.
export function tell(error) {
  const box = document.getElementById('message');
  if (!error) {
    box.replaceChildren();
    return;
  }
  const words = error instanceof Error ? error.message : error;
  box.replaceChildren(h('p', {class: error instanceof Error ? 'faute' : 'bien'}, words, error.hint ? h('span', {class: 'conseil'}, ' ' + error.hint) : null));
}

// A button whose work shows what goes wrong, and that cannot be pressed twice.
export function button(text, work, attributes = {}) {
  const element = h('button', {type: 'button', ...attributes}, text);
  element.addEventListener('click', async () => {
    tell(null);
    element.disabled = true;
    try {
      await work(element);
    } catch (error) {
      tell(error);
    }
    element.disabled = false;
  });
  return element;
}

const idOf = control => control.id ||= 'c' + Math.random().toString(36).slice(2);

export function field(label, control, help) {
  const id = idOf(control);
  if (help) control.setAttribute('aria-describedby', id + 'a');
  return h('div', {class: 'champ'}, h('label', {for: id}, label), control, help ? h('p', {class: 'note', id: id + 'a'}, help) : null);
}

// A box to tick, with its words behind it.
export const ticked = (box, text) => h('div', {class: 'case'}, box, h('label', {for: idOf(box)}, text));

export const choice = (values, chosen) => {
  const select = h('select', {}, values.map(([value, text]) => h('option', {value}, text)));
  if (chosen !== undefined) select.value = chosen;
  return select;
};

// A table that may be wider than its place: it scrolls, by the keyboard too.
export const framed = (label, table, more = '') => h('div', {class: 'cadre' + more, tabindex: '0', role: 'region', 'aria-label': label}, table);

// The head of a table; columns from `numbers` on hold numbers.
export const headOf = (names, numbers = names.length) => h('thead', {}, h('tr', {}, names.map((name, i) => h('th', {scope: 'col', class: i >= numbers ? 'n' : null}, name))));

// ---- commands at work

// Follows a job to its end by server-sent events; `show` is called with each state.
export function follow(job, show) {
  return new Promise((done, failed) => {
    const source = new EventSource(`/api/jobs/${job.job}/events`);
    const take = event => {
      const state = JSON.parse(event.data);
      show(state);
      return state;
    };
    source.addEventListener('progress', take);
    source.addEventListener('end', event => {
      source.close();
      done(take(event));
    });
    source.addEventListener('error', async () => { // the line was cut: the job goes on
      source.close();
      try {
        let state = await api('GET', `/api/jobs/${job.job}?wait=20`);
        for (; state.state !== 'ended'; state = await api('GET', `/api/jobs/${job.job}?wait=20`)) show(state);
        show(state);
        done(state);
      } catch (error) {
        failed(error);
      }
    });
  });
}

// Runs a command to its end; what it printed, as JSON or as text. A command that fails throws.
export async function command(study, name, body, show = () => {}) {
  const begun = await api('POST', at(study, 'commands', name) + '?wait=0', body);
  show(begun);
  const job = await follow(begun, show);
  if (job.cut) job.said = await (await api('GET', `/api/jobs/${job.job}/words`, undefined, {raw: true})).text();
  if (job.code !== 0) throw new Fault(422, {error: job.code === 130 ? t('Arrêté : rien n’a été écrit.') : job.said || t('La commande a échoué.')});
  const response = await fetch(`/api/jobs/${job.job}/output`);
  const text = response.ok ? await response.text() : '';
  return {job, text, json: text.startsWith('{') ? JSON.parse(text) : null};
}

// What a command said beside its answer, a line each; null when it said nothing.
export const saidBy = job => job.said ? h('details', {open: true}, h('summary', {}, t('Ce que la commande a dit')), h('ul', {class: 'note'}, job.said.split('\n').filter(Boolean).map(line => h('li', {}, line)))) : null;

// What a job does now, in words; '' before its first stage.
export const stageOf = job => job.stages.length ? job.stages[job.stages.length - 1].words : '';

// Shows that in an element while the job lasts.
export const stageIn = element => job => { element.textContent = job.state === 'ended' ? '' : stageOf(job) || t('en cours'); };

// The features of a layer of a study that has been run.
export async function featuresOf(study, geopackage, layer) {
  const {job} = await command(study, 'export', {arguments: {GEOPACKAGE: geopackage, OUT: 'layer.geojson'}, options: {layers: layer, overwrite: true}, scratch: ['OUT']});
  return (await api('GET', `/api/jobs/${job.job}/files/layer.geojson`)).features;
}
