// Sites on a map: moved by drag, by arrows or in a list; what that costs against the best choice, and who is nearer or farther.
import {button, choice, h, number, svg, t, tell, Fault} from '/assets/lib.js';
import {draggable} from '/assets/drag.js';
import {outlines} from '/assets/drawing.js';
import {amount, costOf, movedBy, movedList} from '/assets/siting_figures.js';

const ways = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

export class SitingMap {
  // `value(codes)` asks the engine what these sites are worth; `again(forced, forbidden)` searches anew.
  constructor(features, value, again) {
    Object.assign(this, {value, again, names: new Map(features.map(({properties}) => [properties.insee_com, properties.libelle]))});
    const drawn = outlines(features, 'insee_com', t('Carte des communes : la liste des antennes fait la même chose'));
    Object.assign(this, drawn);
    this.map.removeAttribute('role'); // it holds controls
    this.map.setAttribute('class', 'antennes');
    this.marks = svg('g', {});
    this.map.append(this.marks);
    this.list = h('ul', {class: 'sites'});
    this.said = h('div', {'aria-live': 'polite'});
    this.element = h('section', {class: 'carton', hidden: true}, h('h3', {}, t('Déplacer une antenne')), h('p', {class: 'note'}, t('Faites glisser un point, ou placez-vous dessus et pressez les flèches : le coût est celui du moteur, contre le meilleur choix.')),
      h('div', {class: 'deux'}, h('figure', {class: 'carte'}, this.map), h('div', {}, this.list, this.said, h('p', {class: 'outils'}, button(t('Revenir au meilleur'), () => this.reset()), button(t('Chercher avec ce qui est figé et interdit'), () => this.again([...this.frozen], [...this.barred]), {class: 'principal'})))));
  }

  // A choice to change: the answer it belongs to, its sites, who gains under the best one.
  show(one, codes, gains) {
    Object.assign(this, {one, best: codes, sites: [...codes], gains, frozen: new Set(), barred: new Set()});
    this.element.hidden = false;
    this.said.replaceChildren();
    this.draw();
    this.element.scrollIntoView({block: 'nearest'});
    this.marks.firstChild?.focus();
  }

  hide() {
    this.element.hidden = true;
  }

  reset() {
    this.sites = [...this.best];
    this.said.replaceChildren();
    this.draw();
  }

  async move(i, code) {
    if (!code || code === this.sites[i]) return;
    if (this.sites.includes(code)) throw new Fault(400, {error: t('Il y a déjà une antenne à {0}.', this.names.get(code))});
    this.frozen.delete(this.sites[i]);
    this.sites[i] = code;
    this.draw();
    this.marks.children[i].focus();
    const asked = this.sites.join(' ');
    this.said.replaceChildren(h('p', {class: 'note'}, t('en cours')));
    const json = await this.value(this.sites), found = json.bilans[0];
    if (asked !== this.sites.join(' ')) return; // moved again meanwhile
    const loss = Math.abs(found.apres - this.one.apres) < 1e-9 ? 0 : found.apres - this.one.apres;
    this.said.replaceChildren(h('p', {class: 'reponse'}, costOf(loss, this.one.unite)), h('p', {class: 'note'}, t('{0} contre {1} pour le meilleur choix', amount(found.apres, found.unite), amount(this.one.apres, this.one.unite))), ...movedList(movedBy(this.gains, json.gains)));
  }

  attempt = (i, code) => this.move(i, code).catch(tell);

  // The nearest commune that way, none beyond 45 degrees.
  towards(code, [dx, dy]) {
    const [x, y] = this.centres.get(code), found = [...this.centres].map(([other, [ox, oy]]) => ({other, along: (ox - x) * dx + (oy - y) * dy, aside: Math.abs((ox - x) * dy + (oy - y) * dx)}));
    return found.filter(place => place.along > 0 && place.aside <= place.along && !this.sites.includes(place.other)).sort((a, b) => Math.hypot(a.along, a.aside) - Math.hypot(b.along, b.aside))[0]?.other;
  }

  mark(code, i) {
    const [x, y] = this.centres.get(code) || [0, 0], frozen = this.frozen.has(code);
    const group = svg('g', {class: 'antenne' + (frozen ? ' figee' : ''), tabindex: '0', role: 'button', 'aria-label': t('Antenne {0}, {1} : flèches pour la déplacer', number(i + 1), this.names.get(code) || code), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`},
      svg('circle', {r: '13'}), svg('text', {'text-anchor': 'middle', y: '5'}, String(i + 1)));
    group.addEventListener('keydown', event => {
      if (!ways[event.key]) return;
      event.preventDefault();
      this.attempt(i, this.towards(this.sites[i], ways[event.key]));
    });
    draggable(group, {find: (px, py) => document.elementFromPoint(px, py)?.closest('path[data-code]') || null, over: shape => this.shapes.forEach(other => other.classList.toggle('choisie', other === shape)), drop: shape => this.attempt(i, shape.dataset.code),
      move: (dx, dy) => {
        const scale = this.map.getScreenCTM()?.a || 1;
        group.setAttribute('transform', `translate(${(x + dx / scale).toFixed(1)} ${(y + dy / scale).toFixed(1)})`);
      }});
    return group;
  }

  line(code, i) {
    const select = choice([...this.names].sort((a, b) => a[1].localeCompare(b[1])).map(([other, name]) => [other, name]), code), frozen = h('input', {type: 'checkbox', checked: this.frozen.has(code), id: 'figer' + i});
    select.setAttribute('aria-label', t('Commune de l’antenne {0}', number(i + 1)));
    select.addEventListener('change', () => this.attempt(i, select.value));
    frozen.addEventListener('change', () => { this.frozen[frozen.checked ? 'add' : 'delete'](this.sites[i]); this.draw(); this.list.querySelector('#figer' + i)?.focus(); });
    return h('li', {}, h('b', {}, number(i + 1) + ' '), select, ' ', frozen, h('label', {for: 'figer' + i}, t('figée')), ' ',
      button(this.barred.has(code) ? t('ne plus interdire') : t('interdire'), () => { this.barred[this.barred.has(code) ? 'delete' : 'add'](code); this.frozen.delete(code); this.draw(); }, {class: 'discret', 'aria-label': t('Interdire {0}', this.names.get(code) || code)}));
  }

  draw() {
    this.marks.replaceChildren(...this.sites.map((code, i) => this.mark(code, i)));
    this.list.replaceChildren(...this.sites.map((code, i) => this.line(code, i)), ...(this.barred.size ? [h('li', {class: 'note'}, t('Interdites : {0}', [...this.barred].map(code => this.names.get(code) || code).join(', ')))] : []));
  }
}
