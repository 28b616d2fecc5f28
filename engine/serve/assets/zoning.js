// The zoning desk: territories and neighbourhoods in a table and on a map, classes by click or key, the figures of the engine after each change.
import {areLevels, keysOf, ofDoctors, styleOf} from '/assets/classes.js';
import {api, button, choice, featuresOf, field, framed, h, load, number, plain, resultsOf, save, t, tell, Fault} from '/assets/lib.js';
import {cells} from '/assets/sheet.js';
import {drawing} from '/assets/drawing.js';
import {History, read, write} from '/assets/version.js';
import {beside, checksOf, neighboursOf} from '/assets/zoning_beside.js';
import {gaugesOf, impactOf, judge} from '/assets/zoning_figures.js';
import {france} from '/assets/territory.js';
import {tools} from '/assets/zoning_tools.js';

const fileOf = title => 'zonage-' + plain(title).replace(/ /g, '-') + '.yaml';
const known = name => name === 'inconnu' ? null : name;

// The territory of each commune of the study, from the list that would be filed.
async function territories(job) {
  const response = await api('GET', `/api/jobs/${job.job}/folders/zonage/zonage_drees.csv`, undefined, {raw: true});
  const [head, ...rows] = cells(await response.text()), commune = head.indexOf('depcom'), territory = head.indexOf('TVS');
  return new Map(rows.map(row => [row[commune], row[territory]]));
}

export class Desk {
  constructor(study, features, neighbourhoods, versions, regions, templates) {
    Object.assign(this, {study, features, neighbourhoods, versions, regions, templates, chosen: null, sort: ['apl', 1], territoryOf: new Map(), near: neighboursOf(features)});
    this.territories = features.map(feature => ({...feature.properties, kind: 'tvs'}));
    this.units = this.territories;
    this.names = new Map(this.units.map(unit => [unit.code, unit]));
    this.gauges = h('div', {class: 'jauges', 'aria-live': 'polite'});
    this.body = h('tbody', {});
    this.filter = h('input', {type: 'search', input: () => this.rows()});
    this.derive = h('input', {type: 'checkbox', change: () => this.change(version => { version.derive = this.derive.checked; })});
    this.state = h('p', {class: 'note', 'aria-live': 'polite'});
    this.panel = h('aside', {class: 'carton', 'aria-label': t('Le territoire choisi')});
    this.impact = h('div', {});
    this.box = h('div', {keydown: event => this.key(event)});
    this.choices(ofDoctors);
  }

  // What the rule lets the agency choose among: in lists, on keys, on the map.
  choices(classes) {
    this.classes = classes;
    this.keys = keysOf(classes);
    this.map = drawing(this.features, classes, code => this.choose(code, true));
    this.only = choice([['', t('tous')], ...classes.map(x => [x, x]), ['change', t('changés')], ['refus', t('refusés par la règle')], ['controle', t('à contrôler')],
      ...(areLevels(classes) ? [['echange', t('dans une zone d’échange')]] : [['qpv', t('quartiers prioritaires')], ['tvs', t('territoires seuls')]])]);
    this.only.addEventListener('change', () => this.rows());
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
        await this.take(await judge(this.study, 'in_force', this.name, true));
        this.show();
      }
      this.state.textContent = t('Enregistré dans {0}. Les chiffres sont ceux de « maillage zoning ».', this.name);
    } catch (error) {
      this.state.textContent = '';
      tell(error);
    }
    this.busy = false;
  }

  // What the engine said: classes, and the neighbourhoods that it counts apart, below their territory; levels have none.
  async take({job, json}) {
    if (!this.said) {
      this.territoryOf = await territories(job);
      if (json.classes.join() !== this.classes.join()) this.choices(json.classes);
    }
    this.said = json;
    this.class = new Map(json.zonage_unites.filter(row => row.maille !== 'commune').map(row => [row.code, known(row.apres)]));
    const communes = new Map(this.neighbourhoods.map(row => [row.code_qp, row.communes || '']));
    const apart = (areLevels(this.classes) ? [] : json.zonage_unites).filter(row => row.maille === 'qpv').map(row => ({kind: 'qpv', code: row.code, libelle: row.libelle || row.code, population: row.population, nb_gp: undefined, apl: row.apl_apres,
      cadre: undefined, zonage: known(row.avant), parent: (communes.get(row.code) || '').split(' ').map(code => this.territoryOf.get(code)).find(Boolean)}));
    this.units = [...this.territories, ...apart];
    this.names = new Map(this.units.map(unit => [unit.code, unit]));
  }

  keyOf(code) {
    return `${this.names.get(code)?.kind || 'tvs'} ${code}`;
  }

  classOf(code) {
    const unit = this.names.get(code);
    return this.class?.get(code) || unit?.zonage || (unit?.kind === 'qpv' && unit.parent ? this.classOf(unit.parent) : null);
  }

  refusalOf(code) {
    return this.said?.zonage_changement.find(row => row.cote === 'B' && row.maille + ' ' + row.code === this.keyOf(code) && row.refus)?.refus || '';
  }

  set(code, name) {
    const key = this.keyOf(code);
    return this.change(version => {
      const before = version.changes[key];
      if (!name) delete version.changes[key];
      else version.changes[key] = {class: name, reason: before?.reason || ''};
    });
  }

  reason(code, words) {
    const key = this.keyOf(code);
    return this.change(version => { version.changes[key].reason = words.trim(); });
  }

  choose(code, scroll) {
    const before = this.chosen;
    this.chosen = code;
    const unit = this.names.get(code);
    this.map.choose(unit?.kind === 'qpv' ? unit.parent : code);
    if (before !== code || !scroll) this.panel.replaceChildren(...(unit && this.said ? beside(unit, this.said, this) : []).filter(Boolean));
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
    } else if (key in this.keys) this.set(this.chosen, this.keys[key]);
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
      this.gauges.replaceChildren(...gaugesOf(this.said));
      this.impact.replaceChildren(...impactOf(this.said));
    }
  }

  isShown(unit) {
    const words = plain(this.filter.value), only = this.only.value;
    if (words && !plain(`${unit.code} ${unit.libelle}`).includes(words)) return false;
    if (only === 'change') return !!this.version.changes[this.keyOf(unit.code)];
    if (only === 'refus') return !!this.refusalOf(unit.code);
    if (only === 'echange') return /dotés/.test(unit.echange || '');
    if (only === 'controle') return this.said && checksOf(unit, this.said).length > 0;
    return only === 'qpv' || only === 'tvs' ? unit.kind === only : !only || this.classOf(unit.code) === only;
  }

  // In the order chosen; each neighbourhood stands below its territory.
  sorted() {
    const [column, way] = this.sort, value = unit => column === 'classe' ? this.classOf(unit.code) : unit[column];
    const order = list => list.sort((a, b) => {
      const x = value(a), y = value(b);
      return x === y ? 0 : x === null || x === undefined ? 1 : y === null || y === undefined ? -1 : way * (x < y ? -1 : 1);
    });
    const apart = this.units.filter(unit => unit.kind === 'qpv'), orphans = apart.filter(unit => !this.names.has(unit.parent));
    return [...order([...this.territories]).flatMap(unit => [unit, ...order(apart.filter(other => other.parent === unit.code))]), ...orphans];
  }

  rows() {
    const kept = this.sorted().filter(unit => this.isShown(unit)), active = document.activeElement;
    const focused = this.body.contains(active) ? active.dataset.focus || active.closest('tr').dataset.code : null;
    this.body.replaceChildren(...kept.map(unit => this.row(unit)));
    if (this.chosen && !kept.some(unit => unit.code === this.chosen)) this.chosen = null;
    this.choose(this.chosen || kept[0]?.code, false);
    if (focused) (this.body.querySelector(`[data-focus="${focused}"]`) || this.body.querySelector(`tr[data-code="${focused}"]`))?.focus();
  }

  // National frame of a territory, or its zone of exchange, where the agency may swap levels.
  frameOf(unit) {
    return areLevels(this.classes) ? {'moins dotés': t('moins dotés'), 'mieux dotés': t('mieux dotés'), hors: t('hors zone')}[unit.echange] : unit.cadre;
  }

  row(unit) {
    const {code} = unit, apart = unit.kind === 'qpv', change = this.version.changes[this.keyOf(code)], now = this.classOf(code), refusal = this.refusalOf(code), checks = this.said ? checksOf(unit, this.said) : [];
    const select = choice([['', '–'], ...this.classes.map(x => [x, x])], change?.class || '');
    select.setAttribute('aria-label', t('Classe de {0}', unit.libelle));
    select.dataset.focus = 's' + code;
    select.addEventListener('change', () => this.set(code, select.value));
    const reason = change ? h('input', {value: change.reason, 'aria-label': t('Motif pour {0}', unit.libelle), placeholder: t('motif'), change: event => this.reason(code, event.target.value), 'data-focus': 'm' + code}) : null;
    const own = this.class?.get(code) || unit.zonage;
    return h('tr', {'data-code': code, tabindex: '-1', click: () => this.choose(code, false), class: [change ? 'changee' : '', apart ? 'quartier' : ''].join(' ').trim() || null},
      h('th', {scope: 'row'}, apart ? h('span', {class: 'note'}, t('quartier') + ' ') : null, unit.libelle, h('span', {class: 'note'}, ' ' + code)), h('td', {class: 'n'}, number(unit.population)), h('td', {class: 'n'}, apart ? '' : number(unit.nb_gp, 0)), h('td', {class: 'n'}, number(unit.apl, 2)),
      h('td', {}, apart ? '' : this.frameOf(unit) || t('n. d.')), h('td', {}, unit.zonage || (apart ? t('comme sa commune') : t('n. d.'))),
      h('td', {}, apart && !own ? h('span', {class: 'note'}, t('comme sa commune')) : now ? h('span', {class: 'classe ' + styleOf(now)}, now) : t('n. d.')), h('td', {}, select),
      h('td', {}, reason, refusal ? h('p', {class: 'faute petit'}, refusal) : null, checks.map(words => h('p', {class: 'alerte petit'}, words))));
  }

  draw() {
    const byLevel = areLevels(this.classes), head = [['libelle', t('Territoire')], ['population', t('Habitants')], ['nb_gp', byLevel ? t('Professionnels') : t('Médecins')], ['apl', t('APL')], byLevel ? ['echange', t('Zone d’échange')] : ['cadre', t('Cadre')], ['zonage', t('En vigueur')], ['classe', t('Proposé')], [null, t('Changer')], [null, t('Motif et contrôle')]];
    const sorter = ([key, text], i) => h('th', {scope: 'col', class: i > 0 && i < 4 ? 'n' : null, 'aria-sort': this.sort[0] === key ? (this.sort[1] > 0 ? 'ascending' : 'descending') : null},
      key ? h('button', {type: 'button', class: 'tri', click: () => { this.sort = [key, this.sort[0] === key ? -this.sort[1] : 1]; this.draw(); }}, text) : text);
    this.box.replaceChildren(...tools(this), this.state, this.gauges, h('div', {class: 'outils'}, field(t('Filtrer'), this.filter), field(t('Montrer'), this.only)),
      h('div', {class: 'planche'}, framed(t('Territoires'), h('table', {}, h('caption', {class: 'note'}, byLevel ? t('Sur une ligne : 1 à 5 mettent de très sous-doté à sur-doté ; Suppr rend la classe ; Ctrl+Z annule.') : t('Sur une ligne : I, A, R, V, H mettent en ZIP, ZAC, ZAR, ZV, HZ ; Suppr rend la classe ; Ctrl+Z annule.')), h('thead', {}, h('tr', {}, head.map(sorter))), this.body), ' haut'),
        h('div', {}, this.map.element, this.panel)), this.impact);
    this.show();
  }
}

export async function zoning(name, about) {
  const [base] = resultsOf(about), versions = about.files.filter(file => /^zonage-.*\.yaml$/.test(file.name));
  if (!base) return [h('p', {class: 'reponse'}, t('Pas encore de résultats : lancez le calcul.'))];
  const features = await featuresOf(name, base, 'tvs');
  if (!features.length) return [h('p', {class: 'reponse'}, t('L’étude ne demande pas de zonage, ou n’a pas de territoires.'))];
  const desk = new Desk(name, features, (await featuresOf(name, base, 'qpv')).map(feature => feature.properties), versions, (await france()).units.region,
    about.files.map(file => file.name).filter(file => file.endsWith('.txt')));
  const title = h('input', {value: t('Projet'), maxlength: '60'});
  const start = async () => { await desk.make(title.value, {title: title.value, derive: true, date: '', changes: {}}); desk.draw(); };
  if (versions.length) {
    await desk.open(versions[versions.length - 1].name);
    desk.draw();
  } else desk.box.replaceChildren(h('p', {class: 'reponse'}, t('Une version de zonage est un petit fichier de l’étude. La première part du classement automatique.')), field(t('Nom de la version'), title), button(t('Commencer'), start, {class: 'principal'}));
  return [desk.box];
}
