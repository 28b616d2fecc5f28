// The siting desk: one to n antennas under a goal told in words. Each answer with its proof, the next-best choices as cards to flip through,
// who gains and who loses by each, and a map on which a site is moved to see what that costs.
import {button, choice, featuresOf, field, h, number, resultsOf, stageIn, t, tell, Fault} from '/assets/lib.js';
import {Draft} from '/assets/drafts.js';
import {amount, costOf, movedBy, movedList} from '/assets/siting_figures.js';
import {SitingMap} from '/assets/siting_map.js';

const goals = () => [['p-median', t('le trajet moyen le plus court')], ['p-center', t('le plus long trajet réduit au minimum')], ['mclp', t('le plus d’habitants à portée')], ['persons-over', t('le plus d’habitants au seuil d’accès')]];
const withBudget = {'p-median': 'p-median-budget', mclp: 'mclp-budget'};
const codes = text => text.split(/[\s,;]+/).filter(Boolean);
const listed = list => `[${list.map(code => JSON.stringify(code)).join(', ')}]`;

// ---- the request

class Request {
  constructor(form) {
    const rest = [form.goal.value === 'mclp' ? `minutes: ${Number(form.minutes.value)}` : ''];
    this.model = form.goal.value;
    this.forced = codes(form.forced.value);
    if (form.budget.value) {
      this.model = withBudget[form.goal.value];
      if (!this.model) throw new Fault(400, {error: t('Un budget va avec le trajet moyen ou avec les habitants à portée.')});
      rest.push(`budget: ${Number(form.budget.value)}, site_cost: ${Number(form.cost.value)}`);
    }
    if (codes(form.forbidden.value).length) rest.push(`forbidden: ${listed(codes(form.forbidden.value))}`);
    this.rest = rest.filter(Boolean);
    this.least = Math.max(1, this.forced.length);
    this.most = Number(form.most.value);
    if (!(this.most >= this.least && this.most <= 20)) throw new Fault(400, {error: t('Le nombre d’antennes va de {0} à 20.', number(this.least))});
  }

  line(name, sites, forced, alternatives, model = this.model, rest = this.rest) {
    return `  - { ${[`name: ${name}`, `model: ${model}`, `sites: ${sites}`, `alternatives: ${alternatives}`, ...rest, ...(forced.length ? [`forced: ${listed(forced)}`] : [])].join(', ')} }`;
  }

  // One request for each number of antennas.
  lines() {
    return Array.from({length: this.most - this.least + 1}, (_, i) => this.line(`antennes-${this.least + i}`, this.least + i, this.forced, 3));
  }

  // These sites and no other: what they are worth by the same goal, without what restricts the choice since nothing is chosen.
  exactly(sites) {
    return [this.line('essai', sites.length, sites, 0, this.model.replace('-budget', ''), this.rest.filter(text => text.startsWith('minutes')))];
  }
}

// ---- answers

function proof(one) {
  if (one.prouve === 'oui') return t('Prouvé : aucun autre choix ne fait mieux.');
  return one.borne === null ? t('Non prouvé.') : t('Non prouvé : la meilleure valeur possible est bornée par {0}.', amount(one.borne, one.unite));
}

const gainsOf = (json, name) => json.gains.filter(row => row.nom === name);

// The cards of one number of antennas: the best choice first, then the next-best ones.
function cards(one, said, desk) {
  const best = said.sites.filter(site => site.nom === one.nom), others = said.variantes.filter(other => other.nom === one.nom), spot = h('div', {'aria-live': 'polite'});
  const deck = [{codes: best.map(site => site.code), names: best.map(site => `${site.libelle} (${site.code})`), served: best.map(site => site.desservis), loss: null},
    ...others.map(other => ({codes: codes(other.codes), names: other.libelles.split(', '), served: [], loss: other.perte, unit: other.unite}))];
  let shown = 0;
  const flip = async step => {
    shown = (shown + step + deck.length) % deck.length;
    const card = deck[shown];
    spot.replaceChildren(h('p', {}, h('b', {}, shown ? t('Autre choix {0} sur {1}', number(shown), number(others.length)) : t('Le meilleur choix')), ' ', shown ? h('span', {class: 'note'}, costOf(card.loss, card.unit)) : ''),
      h('ol', {}, card.names.map((name, i) => h('li', {}, name, card.served[i] === undefined ? null : h('span', {class: 'note'}, ` ${number(card.served[i])} ${t('hab.')}`)))));
    if (!shown) return;
    card.moved = card.moved || desk.value(card.codes).then(json => movedBy(gainsOf(said, one.nom), json.gains));
    const at = shown, rows = await card.moved;
    if (at === shown) spot.append(...movedList(rows));
  };
  flip(0);
  return h('section', {class: 'carton'}, h('h3', {}, one.nb_sites === 1 ? t('1 antenne') : t('{0} antennes', number(one.nb_sites))), one.constat ? h('p', {class: 'note'}, one.constat) : null,
    h('p', {}, h('b', {}, amount(one.apres, one.unite)), one.avant !== null ? h('span', {class: 'note'}, ' ' + t('contre {0} aujourd’hui', amount(one.avant, one.unite))) : null), h('p', {class: 'note'}, proof(one)),
    deck.length > 1 ? h('p', {class: 'outils'}, button('‹', () => flip(-1), {'aria-label': t('Choix précédent')}), button(t('Autre choix'), () => flip(1))) : null, spot,
    best.length && desk.map ? button(t('Déplacer sur la carte'), () => desk.map.show(one, deck[shown].codes, gainsOf(said, one.nom)), {class: 'discret'}) : null,
    gainsOf(said, one.nom).length ? h('details', {}, h('summary', {}, t('Qui y gagne')), h('ul', {class: 'note'}, gainsOf(said, one.nom).slice(0, 15).map(gain => h('li', {}, `${gain.libelle} : ${number(gain.population)} ${t('hab.')}, ${number(gain.minutes, 1)} min`)))) : null);
}

export async function antennas(name, about) {
  const [base] = resultsOf(about), features = base ? await featuresOf(name, base, 'acces_commune') : [];
  const form = {goal: choice(goals()), most: h('input', {type: 'number', min: '1', max: '20', value: '3'}), minutes: h('input', {type: 'number', min: '1', max: '60', value: '15'}),
    forced: h('input', {}), forbidden: h('input', {}), budget: h('input', {type: 'number', min: '0'}), cost: h('input', {type: 'number', min: '0', value: '0'})};
  const state = h('p', {class: 'note', 'aria-live': 'polite'}), answers = h('div', {class: 'trois'}), draft = new Draft(name, 'antennes-essai.yaml', 'siting', 'site');
  const told = stageIn(state);
  let request = null;
  const desk = {value: sites => draft.ask(request.exactly(sites), told)};
  const search = async () => {
    request = new Request(form);
    const json = await draft.ask(request.lines(), told);
    desk.map?.hide();
    answers.replaceChildren(...json.bilans.map(one => cards(one, json, desk)));
    keep.hidden = false;
  };
  const more = h('details', {}, h('summary', {}, t('Imposer, interdire, budget')), h('div', {class: 'outils'}, field(t('Communes imposées'), form.forced, t('codes INSEE, séparés par des virgules')), field(t('Communes interdites'), form.forbidden, t('codes INSEE, séparés par des virgules')),
    field(t('Budget'), form.budget), field(t('Coût d’une antenne'), form.cost)));
  if (features.length)
    desk.map = new SitingMap(features, desk.value, (forced, forbidden) => {
      form.forced.value = forced.join(', ');
      form.forbidden.value = [...new Set([...codes(form.forbidden.value), ...forbidden])].join(', ');
      more.open = true;
      return search();
    });
  const keep = button(t('Garder ces demandes dans l’étude'), async () => {
    await draft.keep(request.lines());
    tell(t('Gardées : le prochain calcul les écrit dans les résultats.'));
  }, {hidden: true});
  return [h('div', {class: 'outils'}, field(t('Ce que l’on veut'), form.goal), field(t('Jusqu’à combien d’antennes ?'), form.most), field(t('À portée : minutes'), form.minutes)), more,
    h('p', {class: 'outils'}, button(t('Chercher'), search, {class: 'principal'}), keep), state, desk.map ? desk.map.element : null, answers];
}
