// The zoning desk: territories in a table and on a map, classes by click or key, the figures of the engine after each change.
import {api, at, button, choice, command, featuresOf, field, framed, h, headOf, load, number, plain, save, t, tell, Fault} from '/assets/lib.js';
import {History, cells, classes, read, write, zoningOf} from '/assets/version.js';
import {drawing} from '/assets/drawing.js';

const keys = {i: 'ZIP', a: 'ZAC', r: 'ZAR', v: 'ZV', h: 'HZ'};
const fileOf = title => 'zonage-' + plain(title).replace(/ /g, '-') + '.yaml';

// ---- what the engine says

// Compares two zonings; what the rule refuses is made and told when `forced`. The class of each territory comes from the list that would be filed.
async function judge(study, a, b, forced) {
  const done = await command(study, 'zoning', {arguments: {STUDY: 'study.yaml', A: a, B: b}, options: {force: forced, overwrite: true, output: 'zonage'}, scratch: ['output']});
  const response = await api('GET', `/api/jobs/${done.job.job}/folders/zonage/zonage_drees.csv`, undefined, {raw: true});
  const [head, ...rows] = cells(await response.text()), code = head.indexOf('TVS'), name = head.indexOf('zonage_regional'), of = new Map();
  for (const row of rows) of.set(row[code], of.has(row[code]) && of.get(row[code]) !== row[name] ? '?' : row[name]);
  return {...done.json, classes: new Map([...of].map(([key, words]) => [key, shortOf(words)]))};
}

const shortOf = words => ({1: 'ZIP', 2: 'ZAC', 3: 'ZV', 4: 'HZ'})[words[0]] || words;

// ---- the desk

class Desk {
  constructor(study, features, versions) {
    Object.assign(this, {study, features, versions, chosen: null, sort: ['apl', 1]});
    this.units = features.map(feature => feature.properties);
    this.names = new Map(this.units.map(unit => [unit.code, unit]));
    this.gauges = h('div', {class: 'jauges', 'aria-live': 'polite'});
    this.body = h('tbody', {});
    this.filter = h('input', {type: 'search', input: () => this.rows()});
    this.only = choice([['', t('tous')], ...classes.map(x => [x, x]), ['change', t('changés')], ['refus', t('refusés par la règle')]]);
    this.only.addEventListener('change', () => this.rows());
    this.derive = h('input', {type: 'checkbox', change: () => this.change(version => { version.derive = this.derive.checked; })});
    this.map = drawing(features, code => this.choose(code, true));
    this.state = h('p', {class: 'note', 'aria-live': 'polite'});
    this.impact = h('div', {});
    this.box = h('div', {keydown: event => this.key(event)});
  }

  async open(name) {
    const loaded = await load(this.study, name), version = read(loaded.text);
    if (!version) throw new Fault(409, {error: t('{0} dit plus que ce bureau ne sait montrer.', name), hint: t('Il se modifie comme un texte, dans l’onglet Fichiers.')});
    this.name = name;
    this.etag = loaded.version;
    this.frozen = this.versions.find(v => v.name === name)?.validated || false;
    this.history = new History(version);
    await this.refresh(false);
  }

  async make(title, version) {
    const name = fileOf(title);
    await save(this.study, name, write({...version, title}), null);
    this.versions.push({name, validated: false});
    await this.open(name);
  }

  get version() {
    return this.history.now;
  }

  // Changes the version, keeps the state before for undo, saves and asks the engine.
  async change(work) {
    if (this.frozen) {
      tell(new Fault(409, {error: t('Cette version est validée et ne change plus.'), hint: t('Enregistrez-la sous un autre nom.')}));
      this.show();
      return;
    }
    const version = this.version;
    work(version);
    this.history.keep(version);
    await this.refresh(true);
  }

  async move(step) {
    if (!this.frozen && this.history.move(step)) await this.refresh(true);
  }

  // One save and one question at a time; what changed meanwhile is asked once more.
  async refresh(changed) {
    this.show();
    this.dirty = this.dirty || changed;
    this.wanted = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.wanted) {
        this.wanted = false;
        this.state.textContent = t('calcul des jauges…');
        if (this.dirty) {
          this.dirty = false;
          this.etag = await save(this.study, this.name, write(this.version), this.etag);
        }
        this.said = await judge(this.study, 'in_force', this.name, true);
        this.show();
      }
      this.state.textContent = t('Enregistré dans {0}. Les chiffres sont ceux de « maillage zoning ».', this.name);
    } catch (error) {
      this.state.textContent = '';
      tell(error);
    }
    this.busy = false;
  }

  classOf(code) {
    return this.said?.classes.get(code) || this.names.get(code).zonage || null;
  }

  refusalOf(code) {
    return this.said?.zonage_changement.find(row => row.cote === 'B' && row.maille === 'tvs' && row.code === code && row.refus)?.refus || '';
  }

  set(code, name) {
    return this.change(version => {
      const key = 'tvs ' + code, before = version.changes[key];
      if (!name) delete version.changes[key];
      else version.changes[key] = {class: name, reason: before?.reason || ''};
    });
  }

  reason(code, words) {
    return this.change(version => { version.changes['tvs ' + code].reason = words.trim(); });
  }

  choose(code, scroll) {
    this.chosen = code;
    this.map.choose(code);
    for (const row of this.body.rows) {
      const mine = row.dataset.code === code;
      row.classList.toggle('choisie', mine);
      row.tabIndex = mine ? 0 : -1;
      for (const control of row.querySelectorAll('select, input')) control.tabIndex = mine ? 0 : -1; // Tab goes from line to reason, arrows from line to line
      if (mine && scroll) row.focus();
    }
  }

  key(event) {
    if (event.target.matches('input, select, textarea')) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === 'z') this.move(event.shiftKey ? 1 : -1);
    else if ((event.ctrlKey || event.metaKey) && key === 'y') this.move(1);
    else if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest('tr[data-code]')) return;
    else if (key === 'arrowdown' || key === 'arrowup') {
      const row = event.target.closest('tr'), next = key === 'arrowdown' ? row.nextElementSibling : row.previousElementSibling;
      if (next) this.choose(next.dataset.code, true);
    } else if (key in keys) this.set(this.chosen, keys[key]);
    else if (key === 'delete' || key === 'backspace') this.set(this.chosen, null);
    else return;
    event.preventDefault();
  }

  // ---- what is shown

  show() {
    this.derive.checked = this.version.derive;
    this.rows();
    this.map.paint(code => this.classOf(code));
    if (this.said) {
      this.gauges.replaceChildren(...gaugesOf(this.said.zonage_jauge));
      this.impact.replaceChildren(...impactOf(this.said));
    }
  }

  rows() {
    const words = plain(this.filter.value), only = this.only.value, changes = this.version.changes, [column, way] = this.sort;
    const value = unit => column === 'classe' ? this.classOf(unit.code) : unit[column];
    const kept = this.units.filter(unit => (!words || plain(`${unit.code} ${unit.libelle}`).includes(words)) &&
      (!only || (only === 'change' ? changes['tvs ' + unit.code] : only === 'refus' ? this.refusalOf(unit.code) : this.classOf(unit.code) === only)));
    kept.sort((a, b) => {
      const x = value(a), y = value(b);
      return x === y ? 0 : x === null || x === undefined ? 1 : y === null || y === undefined ? -1 : way * (x < y ? -1 : 1);
    });
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.focus || document.activeElement.closest('tr').dataset.code : null;
    this.body.replaceChildren(...kept.map(unit => this.row(unit)));
    if (this.chosen && !kept.some(unit => unit.code === this.chosen)) this.chosen = null;
    this.choose(this.chosen || kept[0]?.code, false);
    if (focused) (this.body.querySelector(`[data-focus="${focused}"]`) || this.body.querySelector(`tr[data-code="${focused}"]`))?.focus();
  }

  row(unit) {
    const change = this.version.changes['tvs ' + unit.code], now = this.classOf(unit.code), refusal = this.refusalOf(unit.code), code = unit.code;
    const select = choice([['', '–'], ...classes.map(x => [x, x])], change?.class || '');
    select.setAttribute('aria-label', t('Classe de {0}', unit.libelle));
    select.dataset.focus = 's' + code;
    select.addEventListener('change', () => this.set(code, select.value));
    const reason = change ? h('input', {value: change.reason, 'aria-label': t('Motif pour {0}', unit.libelle), placeholder: t('motif'), change: event => this.reason(code, event.target.value), 'data-focus': 'm' + code}) : null;
    return h('tr', {'data-code': code, tabindex: '-1', click: () => this.choose(code, false), class: change ? 'changee' : null},
      h('th', {scope: 'row'}, unit.libelle, h('span', {class: 'note'}, ' ' + code)), h('td', {class: 'n'}, number(unit.population)), h('td', {class: 'n'}, number(unit.nb_gp, 0)), h('td', {class: 'n'}, number(unit.apl, 2)),
      h('td', {}, unit.cadre || t('n. d.')), h('td', {}, unit.zonage || t('n. d.')), h('td', {}, now ? h('span', {class: 'classe ' + now}, now) : t('n. d.')), h('td', {}, select),
      h('td', {}, reason, refusal ? h('p', {class: 'faute petit'}, refusal) : null));
  }
}

const shareOf = row => `${number(row.part, 2)} %`;

function gaugesOf(rows) {
  return rows.filter(row => row.cote.startsWith('B')).map(row => h('div', {class: 'jauge' + (/dépassé|sous le/.test(row.feu || '') ? ' rouge' : '')}, h('b', {}, row.jauge), h('span', {class: 'valeur'}, row.part === null ? t('n. d.') : shareOf(row)),
    h('span', {class: 'note'}, `${number(row.population)} ${t('hab.')}`), row.maximum !== null ? h('span', {class: 'note'}, t('plafond {0} %', number(row.maximum, 2))) : null, row.minimum ? h('span', {class: 'note'}, t('minimum {0} %', number(row.minimum, 2))) : null,
    row.maximum ? h('meter', {min: '0', max: String(row.maximum * 1.2), high: String(row.maximum), value: String(Math.min(row.part, row.maximum * 1.2)), 'aria-label': row.jauge}) : null, row.feu ? h('span', {class: 'feu'}, row.feu) : null));
}

function impactOf(said) {
  const flows = said.zonage_transition, aids = said.zonage_aide.filter(aid => aid.habitants_gagnent || aid.habitants_perdent);
  const table = (title, heads, rows) => rows.length ? framed(title, h('table', {class: 'petit'}, h('caption', {}, title), headOf(heads, 2), h('tbody', {}, rows))) : null;
  return [table(t('Qui change de classe'), [t('Avant'), t('Après'), t('Territoires'), t('Habitants'), t('Médecins')], flows.map(row => h('tr', {}, h('td', {}, row.avant), h('td', {}, row.apres), ...[row.nb_tvs, row.population, row.nb_gp].map(x => h('td', {class: 'n'}, number(x)))))),
    table(t('Aides gagnées et perdues'), [t('Aide'), t('Pour'), t('Gagnent (hab.)'), t('Perdent (hab.)'), t('Médecins qui gagnent'), t('Médecins qui perdent')], aids.map(aid => h('tr', {}, h('td', {}, aid.libelle), h('td', {}, aid.beneficiaires), ...[aid.habitants_gagnent, aid.habitants_perdent, aid.gp_gagnent, aid.gp_perdent].map(x => h('td', {class: 'n'}, number(x)))))) ].filter(Boolean);
}

// ---- versions

function tools(desk) {
  const list = () => desk.versions.map(v => [v.name, v.name.replace(/^zonage-|\.yaml$/g, '') + (v.validated ? ` (${t('validée')})` : '')]);
  const select = choice(list(), desk.name), other = choice([['in_force', t('le zonage en vigueur')], ['rule', t('ce que dit la règle')], ...list()]), title = h('input', {maxlength: '60'}), file = h('input', {type: 'file', accept: '.csv,text/csv'});
  const outcome = h('div', {'aria-live': 'polite'}), again = () => desk.draw();
  select.addEventListener('change', async () => { try { await desk.open(select.value); again(); } catch (error) { tell(error); } });
  file.addEventListener('change', async () => {
    const found = zoningOf(await file.files[0].text(), desk.names);
    if (!found) return tell(new Fault(400, {error: t('Il faut une colonne de codes (TVS, agr, code) et une de classes (zonage_regional, zonage, classe).')}));
    await desk.change(version => found.classes.forEach((name, code) => { version.changes['tvs ' + code] = {class: name, reason: version.changes['tvs ' + code]?.reason || t('repris de {0}', file.files[0].name)}; }));
    const words = {unknown: t('territoire inconnu de l’étude'), class: t('classe inconnue'), differs: t('communes d’un même territoire en désaccord')};
    outcome.replaceChildren(h('p', {}, t('{0} territoires repris, {1} lignes écartées.', number(found.classes.size), number(found.faults.length))), h('ul', {class: 'note'}, found.faults.slice(0, 20).map(([row, text, why]) => h('li', {}, t('ligne {0} : {1}, {2}', row, text, words[why])))));
  });
  return [h('div', {class: 'outils'}, field(t('Version'), select), button(t('Annuler'), () => desk.move(-1), {title: 'Ctrl+Z'}), button(t('Rétablir'), () => desk.move(1), {title: 'Ctrl+Y'}),
    h('div', {class: 'case'}, desk.derive, h('label', {for: desk.derive.id = 'deriver'}, t('Partir du classement automatique, par APL croissante jusqu’au plafond')))),
  h('details', {}, h('summary', {}, t('Versions : copier, comparer, valider, importer, remettre')),
    h('div', {class: 'outils'}, field(t('Nom de la copie'), title), button(t('Copier'), async () => { if (!title.value.trim()) throw new Fault(400, {error: t('Donnez un nom à la copie.')}); await desk.make(title.value, desk.version); again(); })),
    h('div', {class: 'outils'}, field(t('Comparer avec'), other), button(t('Comparer'), async () => {
      const said = await judge(desk.study, other.value, desk.name, true), moved = said.zonage_changement.filter(row => row.code);
      outcome.replaceChildren(...impactOf(said), h('ul', {class: 'note'}, moved.map(row => h('li', {}, `${row.cote} : ${row.libelle || row.code} ${row.avant || '–'} → ${row.apres}${row.justification ? ', ' + row.justification : ''}`))));
    })),
    h('div', {class: 'outils'}, field(t('Importer un zonage (CSV, disposition de la DREES ou une ligne par territoire)'), file)),
    h('div', {class: 'outils'}, button(t('Valider cette version'), async () => {
      await api('POST', at(desk.study, 'files', desk.name, 'validation'), {version: desk.etag.replace(/"/g, '')});
      desk.frozen = true;
      desk.versions.find(v => v.name === desk.name).validated = true;
      again();
      tell(t('Validée : elle ne change plus.'));
    }), button(t('Écrire les pièces à déposer'), async () => {
      await command(desk.study, 'zoning', {arguments: {STUDY: 'study.yaml', A: 'in_force', B: desk.name}, options: {overwrite: true, output: 'depot'}});
      const {files} = await api('GET', at(desk.study, 'folders', 'depot'));
      outcome.replaceChildren(h('p', {class: 'bien'}, t('Pièces écrites dans le dossier « depot » :')), h('ul', {}, files.map(f => h('li', {}, h('a', {href: at(desk.study, 'folders', 'depot', f.name), download: f.name}, f.name)))));
    }, {class: 'principal'})), outcome)];
}

Desk.prototype.draw = function draw() {
  const head = [['libelle', t('Territoire')], ['population', t('Habitants')], ['nb_gp', t('Médecins')], ['apl', t('APL')], ['cadre', t('Cadre')], ['zonage', t('En vigueur')], ['classe', t('Proposé')], [null, t('Changer')], [null, t('Motif et contrôle')]];
  const sorter = ([key, text], i) => h('th', {scope: 'col', class: i > 0 && i < 4 ? 'n' : null, 'aria-sort': this.sort[0] === key ? (this.sort[1] > 0 ? 'ascending' : 'descending') : null},
    key ? h('button', {type: 'button', class: 'tri', click: () => { this.sort = [key, this.sort[0] === key ? -this.sort[1] : 1]; this.draw(); }}, text) : text);
  this.box.replaceChildren(...tools(this), this.state, this.gauges, h('div', {class: 'outils'}, field(t('Filtrer'), this.filter), field(t('Montrer'), this.only)),
    h('div', {class: 'planche'}, framed(t('Territoires'), h('table', {}, h('caption', {class: 'note'}, t('Sur une ligne : I, A, R, V, H mettent en ZIP, ZAC, ZAR, ZV, HZ ; Suppr rend la classe ; Ctrl+Z annule.')), h('thead', {}, h('tr', {}, head.map(sorter))), this.body), ' haut'),
      this.map.element), this.impact);
  this.show();
};

export async function zoning(name, about) {
  const base = about.files.find(file => file.name.endsWith('.gpkg')), versions = about.files.filter(file => /^zonage-.*\.yaml$/.test(file.name));
  if (!base) return [h('p', {class: 'reponse'}, t('Pas encore de résultats : lancez le calcul.'))];
  const features = await featuresOf(name, base.name, 'tvs');
  if (!features.length) return [h('p', {class: 'reponse'}, t('L’étude ne demande pas de zonage, ou n’a pas de territoires.'))];
  const desk = new Desk(name, features, versions);
  const title = h('input', {value: t('Projet'), maxlength: '60'});
  const start = async () => { await desk.make(title.value, {title: title.value, derive: true, date: '', changes: {}}); desk.draw(); };
  if (versions.length) {
    await desk.open(versions[versions.length - 1].name);
    desk.draw();
  } else desk.box.replaceChildren(h('p', {class: 'reponse'}, t('Une version de zonage est un petit fichier de l’étude. La première part du classement automatique.')), field(t('Nom de la version'), title), button(t('Commencer'), start, {class: 'principal'}));
  return [desk.box];
}
