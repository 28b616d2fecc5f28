// A new study: a territory found by its name or on the map of France, and what is asked of it.
import {api, button, choice, field, h, number, plain, t, ticked, follow, Fault} from '/assets/lib.js';

const kinds = () => [['epci', t('Intercommunalité (EPCI)')], ['departement', t('Département')], ['region', t('Région')], ['communes', t('Communes, une à une')]];
const questions = () => [
  ['emergencies', t('Qui vit loin d’un service d’urgences ?')], ['maternities', t('Qui vit loin d’une maternité ?')],
  ['nurses', t('Accès aux infirmiers')], ['deserts', t('Où sont les déserts médicaux ?')],
  ['need', t('Combien de médecins manque-t-il ?')], ['sensitivity', t('Ce que changent les conventions de calcul')],
  ['zoning', t('Zonage de l’ARS (ZIP, ZAC)')], ['antennas', t('Où ouvrir des antennes ?')], ['rounds', t('Tournées d’unités mobiles')]];
const usual = new Set(['emergencies', 'deserts', 'need']);

let lists = null;

// The communes by rows, and the units of each kind: { code, name, people, members, words }.
export async function france() {
  if (lists) return lists;
  const sent = await api('GET', '/api/map');
  const communes = sent.communes.map(([code, name, lon, lat, people, epci, departement]) => ({code, name, lon, lat, people, epci, departement, region: sent.departements[departement][1]}));
  const units = {epci: new Map(), departement: new Map(), region: new Map(), communes: new Map()};
  const names = {epci: code => sent.epci[code], departement: code => sent.departements[code][0], region: code => sent.regions[code]};
  communes.forEach((commune, i) => {
    units.communes.set(commune.code, {code: commune.code, name: commune.name, people: commune.people, members: [i], words: plain(commune.name)});
    for (const kind of ['epci', 'departement', 'region']) {
      const code = commune[kind];
      if (!code) continue;
      let unit = units[kind].get(code);
      if (!unit) units[kind].set(code, unit = {code, name: names[kind](code), people: 0, members: [], words: plain(names[kind](code))});
      unit.people += commune.people || 0;
      unit.members.push(i);
    }
  });
  return lists = {communes, units, byCode: new Map(communes.map(commune => [commune.code, commune]))};
}

function search(units, text) {
  const wanted = plain(text).split(' ').filter(Boolean);
  if (!wanted.length) return [];
  const code = text.trim().toUpperCase();
  return [...units.values()].filter(unit => unit.code === code || wanted.every(word => (' ' + unit.words).includes(' ' + word)))
    .sort((a, b) => (b.words === wanted.join(' ')) - (a.words === wanted.join(' ')) || b.people - a.people).slice(0, 12);
}

// ---- the map: mainland France, a dot for each commune

class Dots {
  constructor(communes, pick, hover) {
    this.communes = communes;
    this.canvas = h('canvas', {class: 'france', role: 'img', 'aria-label': t('Carte de France : un point par commune. La recherche fait la même chose au clavier.')});
    this.chosen = new Set();
    this.shown = communes.map((c, i) => i).filter(i => communes[i].lon > -6 && communes[i].lon < 10 && communes[i].lat > 41);
    this.canvas.addEventListener('click', event => this.near(event, pick));
    this.canvas.addEventListener('pointermove', event => this.near(event, hover));
    this.canvas.addEventListener('pointerleave', () => hover(null));
    this.watch = new ResizeObserver(this.draw);
    this.watch.observe(this.canvas);
  }

  close() {
    this.watch.disconnect();
  }

  place(commune) {
    return [(commune.lon + 5.3) / 15 * this.width, (51.3 - commune.lat) / 10.1 * this.height];
  }

  draw = () => {
    const scale = devicePixelRatio || 1;
    this.width = this.canvas.clientWidth;
    this.height = this.width * 1.0;
    this.canvas.width = this.width * scale;
    this.canvas.height = this.height * scale;
    const pen = this.canvas.getContext('2d');
    pen.scale(scale, scale);
    for (const chosen of [false, true]) {
      pen.fillStyle = chosen ? '#0b4a7f' : '#aab4be';
      const side = chosen ? 3 : 1.4;
      for (const i of this.shown)
        if (this.chosen.has(i) === chosen) {
          const [x, y] = this.place(this.communes[i]);
          pen.fillRect(x - side / 2, y - side / 2, side, side);
        }
    }
  };

  near(event, tell) {
    let best = null, least = 400;
    for (const i of this.shown) {
      const [x, y] = this.place(this.communes[i]), distance = (x - event.offsetX) ** 2 + (y - event.offsetY) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    tell(best);
  }
}

// ---- the form

class Form {
  constructor({communes, units}) {
    Object.assign(this, {communes, units, picked: [], told: ''});
    this.kind = choice(kinds());
    this.text = h('input', {type: 'search', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': 'trouves', autocomplete: 'off'});
    this.found = h('ul', {id: 'trouves', role: 'listbox', 'aria-label': t('Territoires trouvés'), hidden: true});
    this.said = h('p', {class: 'note deux-lignes', 'aria-live': 'polite'});
    this.list = h('ul', {class: 'puces'});
    this.name = h('input', {required: true, maxlength: '80'});
    this.boxes = questions().map(([word, text]) => [word, h('input', {type: 'checkbox', id: 'q-' + word, checked: usual.has(word)}), text]);
    this.dots = new Dots(communes, i => i !== null && this.add(this.unitOf(i)), i => this.point(i));
    this.active = -1;
    this.kind.addEventListener('change', () => { this.picked = []; this.shownPicked(); this.look(); });
    this.text.addEventListener('input', () => this.look());
    this.text.addEventListener('keydown', event => this.key(event));
  }

  unitOf(i) {
    const commune = this.communes[i], kind = this.kind.value;
    return this.units[kind].get(kind === 'communes' ? commune.code : commune[kind]);
  }

  point(i) {
    const unit = i === null ? null : this.unitOf(i);
    this.said.textContent = unit ? `${unit.name} (${unit.code}) : ${t('{0} communes, {1} habitants', number(unit.members.length), number(unit.people))}` : this.told;
  }

  add(unit) {
    if (!unit) return;
    this.picked = this.picked.includes(unit) ? this.picked.filter(other => other !== unit) : [...this.picked, unit];
    this.shownPicked();
  }

  shownPicked() {
    const people = this.picked.reduce((sum, unit) => sum + unit.people, 0);
    this.dots.chosen = new Set(this.picked.flatMap(unit => unit.members));
    this.dots.draw();
    this.list.replaceChildren(...this.picked.map(unit => h('li', {}, `${unit.name} (${unit.code}) `,
      button('×', () => { this.picked = this.picked.filter(other => other !== unit); this.shownPicked(); }, {class: 'discret', 'aria-label': t('Retirer {0}', unit.name)}))));
    this.said.textContent = this.told = this.picked.length ? t('Choisi : {0} communes, {1} habitants', number(this.dots.chosen.size), number(people)) : '';
    if (this.picked.length && !this.named) this.name.value = this.picked[0].name.replace(/[/\\:*?"<>|]/g, ' ').replace(/\s+/g, ' ').slice(0, 60) + (this.picked.length > 1 ? ' +' + (this.picked.length - 1) : '');
  }

  look() {
    const found = search(this.units[this.kind.value], this.text.value);
    this.active = found.length ? 0 : -1;
    this.hits = found;
    this.found.replaceChildren(...found.map((unit, i) => h('li', {role: 'option', id: 'trouve' + i, 'aria-selected': String(i === 0), pointerdown: event => { event.preventDefault(); this.take(i); }},
      unit.name, h('span', {class: 'note'}, ` ${unit.code} · ${number(unit.people)} ${t('hab.')}`))));
    this.open(found.length > 0);
  }

  open(opened) {
    this.found.hidden = !opened;
    this.text.setAttribute('aria-expanded', String(opened));
    this.text.setAttribute('aria-activedescendant', opened && this.active >= 0 ? 'trouve' + this.active : '');
  }

  take(i) {
    this.add(this.hits[i]);
    this.text.value = '';
    this.open(false);
  }

  key(event) {
    if (this.found.hidden) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      this.active = (this.active + (event.key === 'ArrowDown' ? 1 : -1) + this.hits.length) % this.hits.length;
      [...this.found.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === this.active)));
      this.open(true);
    } else if (event.key === 'Enter') this.take(this.active);
    else if (event.key === 'Escape') this.open(false);
    else return;
    event.preventDefault();
  }

  async make() {
    if (!this.picked.length) throw new Fault(400, {error: t('Choisissez d’abord un territoire.')});
    const several = this.picked.length > 1, codes = several ? [...new Set(this.picked.flatMap(unit => unit.members))].map(i => this.communes[i].code) : [this.picked[0].code];
    const body = {name: this.name.value.trim(), kind: several ? 'communes' : this.kind.value, territory: codes.join(','), // several groups are the communes of all
      ask: this.boxes.filter(([, box]) => box.checked).map(([word]) => word).join(',')};
    if (!body.ask) throw new Fault(400, {error: t('Cochez au moins une question.')});
    const begun = await api('POST', '/api/studies?wait=20', body), job = begun.state === 'ended' ? begun : await follow(begun, () => {});
    if (job.code !== 0) throw new Fault(422, {error: job.said});
    location.hash = `#/etude/${encodeURIComponent(body.name)}/calcul`;
  }
}

export async function newStudy() {
  const form = new Form(await france());
  form.name.addEventListener('input', () => { form.named = true; });
  const content = [h('h1', {}, t('Nouvelle étude')), h('div', {class: 'deux'},
    h('div', {},
      h('section', {}, h('h2', {}, t('1. Quel territoire ?')), field(t('Découpage'), form.kind), h('div', {class: 'combo'}, field(t('Chercher par le nom ou le code'), form.text), form.found), form.list, form.said),
      h('section', {}, h('h2', {}, t('2. Quelles questions ?')), h('fieldset', {}, h('legend', {class: 'cache'}, t('Questions')),
        form.boxes.map(([, box, text]) => ticked(box, text)))),
      h('section', {}, h('h2', {}, t('3. Sous quel nom ?')), field(t('Nom de l’étude'), form.name), button(t('Créer l’étude'), () => form.make(), {class: 'principal'}))),
    h('div', {}, form.dots.canvas, h('p', {class: 'note'}, t('Cliquez sur la carte pour choisir, encore une fois pour retirer ; plusieurs choix s’ajoutent. L’outre-mer se trouve par la recherche.'))))];
  return {title: t('Nouvelle étude'), path: [h('a', {href: '#/'}, t('Études'))], content, shown: () => { form.dots.draw(); form.text.focus(); }, leave: () => form.dots.close()};
}
