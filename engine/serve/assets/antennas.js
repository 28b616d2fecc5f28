// The siting desk: one to n antennas under a goal told in words, each answer with its proof and what comes next to it.
import {button, choice, command, field, h, load, number, save, stageOf, t, tell, versionOf, Fault} from '/assets/lib.js';

const draft = 'antennes-essai.yaml';
const goals = () => [['p-median', t('le trajet moyen le plus court')], ['p-center', t('le plus long trajet réduit au minimum')], ['mclp', t('le plus d’habitants à portée')], ['persons-over', t('le plus d’habitants au seuil d’accès')]];

// The text of a study without its section of that name, and with another one at its end.
export function replaceSection(text, name, lines) {
  const kept = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (/^[^\s#]/.test(line)) inside = line.startsWith(name + ':');
    if (!inside) kept.push(line);
  }
  while (kept.length && !kept[kept.length - 1].trim()) kept.pop();
  return [...kept, '', `${name}:`, ...lines, ''].join('\n');
}

const codes = text => text.split(/[\s,;]+/).filter(Boolean);

function requests(form) {
  const rest = [form.goal.value === 'mclp' ? `minutes: ${Number(form.minutes.value)}` : '', form.budget.value ? `budget: ${Number(form.budget.value)}, site_cost: ${Number(form.cost.value)}` : '',
    ...[['forced', form.forced], ['forbidden', form.forbidden]].map(([key, input]) => codes(input.value).length ? `${key}: [${codes(input.value).map(code => JSON.stringify(code)).join(', ')}]` : '')].filter(Boolean);
  const most = Number(form.most.value), least = Math.max(1, codes(form.forced.value).length);
  if (!(most >= least && most <= 20)) throw new Fault(400, {error: t('Le nombre d’antennes va de {0} à 20.', number(least))});
  return Array.from({length: most - least + 1}, (_, i) => `  - { ${[`name: antennes-${least + i}`, `model: ${form.goal.value}`, `sites: ${least + i}`, 'alternatives: 3', ...rest].join(', ')} }`);
}

// ---- answers

const amount = (value, unit) => `${number(value, /minute/.test(unit) ? 2 : 0)} ${unit}`;

function proof(one) {
  if (one.prouve === 'oui') return t('Prouvé : aucun autre choix ne fait mieux.');
  return one.borne === null ? t('Non prouvé.') : t('Non prouvé : la meilleure valeur possible est bornée par {0}.', amount(one.borne, one.unite));
}

function card(one, said) {
  const sites = said.sites.filter(site => site.nom === one.nom), others = said.variantes.filter(other => other.nom === one.nom), gains = said.gains.filter(gain => gain.nom === one.nom);
  const spot = h('div', {'aria-live': 'polite'});
  let shown = -1;
  const flip = () => {
    const other = others[shown];
    spot.replaceChildren(other ? h('p', {}, h('b', {}, t('Autre choix {0} sur {1} : ', number(shown + 1), number(others.length))), other.libelles, ' ', h('span', {class: 'note'}, other.perte ? t('coûte {0} de plus que le meilleur', amount(Math.abs(other.perte), other.unite)) : t('aussi bon'))) : '');
  };
  return h('section', {class: 'carton'}, h('h3', {}, one.nb_sites === 1 ? t('1 antenne') : t('{0} antennes', number(one.nb_sites))), one.constat ? h('p', {class: 'note'}, one.constat) : null,
    sites.length ? h('ol', {}, sites.map(site => h('li', {}, `${site.libelle} (${site.code})`, h('span', {class: 'note'}, ` ${number(site.desservis)} ${t('hab.')}`)))) : null,
    h('p', {}, h('b', {}, amount(one.apres, one.unite)), one.avant !== null ? h('span', {class: 'note'}, ' ' + t('contre {0} aujourd’hui', amount(one.avant, one.unite))) : null), h('p', {class: 'note'}, proof(one)),
    others.length ? button(t('Autre choix'), () => { shown = (shown + 1) % others.length; flip(); }) : null, spot,
    gains.length ? h('details', {}, h('summary', {}, t('Qui y gagne')), h('ul', {class: 'note'}, gains.slice(0, 15).map(gain => h('li', {}, `${gain.libelle} : ${number(gain.population)} ${t('hab.')}, ${number(gain.minutes, 1)} min`)))) : null);
}

export async function antennas(name) {
  const form = {goal: choice(goals()), most: h('input', {type: 'number', min: '1', max: '20', value: '3'}), minutes: h('input', {type: 'number', min: '1', max: '60', value: '15'}),
    forced: h('input', {}), forbidden: h('input', {}), budget: h('input', {type: 'number', min: '0'}), cost: h('input', {type: 'number', min: '0', value: '0'})};
  const state = h('p', {class: 'note', 'aria-live': 'polite'}), answers = h('div', {class: 'trois'});
  let lines = null;
  const keep = button(t('Garder ces demandes dans l’étude'), async () => {
    const {text, version} = await load(name, 'study.yaml');
    await save(name, 'study.yaml', replaceSection(text, 'siting', lines), version);
    tell(t('Gardées : le prochain calcul les écrit dans les résultats.'));
  }, {hidden: true});
  const ask = button(t('Chercher'), async () => {
    lines = requests(form);
    const {text} = await load(name, 'study.yaml');
    await save(name, draft, replaceSection(text, 'siting', lines), await versionOf(name, draft));
    const done = await command(name, 'site', {arguments: {STUDY: draft}}, job => { state.textContent = job.state === 'ended' ? '' : stageOf(job) || t('en cours'); });
    answers.replaceChildren(...done.json.bilans.map(one => card(one, done.json)));
    keep.hidden = false;
  }, {class: 'principal'});
  return [h('div', {class: 'outils'}, field(t('Ce que l’on veut'), form.goal), field(t('Jusqu’à combien d’antennes ?'), form.most), field(t('À portée : minutes'), form.minutes)),
    h('details', {}, h('summary', {}, t('Imposer, interdire, budget')), h('div', {class: 'outils'}, field(t('Communes imposées'), form.forced, t('codes INSEE, séparés par des virgules')), field(t('Communes interdites'), form.forbidden, t('codes INSEE, séparés par des virgules')),
      field(t('Budget'), form.budget), field(t('Coût d’une antenne'), form.cost))), h('p', {class: 'outils'}, ask, keep), state, answers];
}
