// The figures of a zoning as the engine gives them: gauges, who changes class, aids, two versions side by side.
import {command, framed, h, headOf, number, t} from '/assets/lib.js';

// Compares two zonings; what the rule refuses is made and told when `forced`.
export function judge(study, a, b, forced) {
  return command(study, 'zoning', {arguments: {STUDY: 'study.yaml', A: a, B: b}, options: {force: forced, overwrite: true, output: 'zonage'}, scratch: ['output']});
}

const shareOf = row => row.part === null ? t('n. d.') : `${number(row.part, 2)} %`;
const isOver = row => /dépassé|sous le/.test(row.feu || '');
const of = (said, side) => said.zonage_jauge.filter(row => row.cote.startsWith(side));

const ofDoctors = said => said.profession === 'gp';

// Doctors and territories that end up in each class; null where one of the flows is not known.
function heldBy(said, name) {
  const flows = said.zonage_transition.filter(row => row.apres === name), sum = key => flows.some(row => row[key] === null) ? null : flows.reduce((all, row) => all + row[key], 0);
  if (!flows.length) return null;
  return ofDoctors(said) ? t('territoires : {0}, médecins : {1}', number(sum('nb_tvs')), number(sum('nb_gp'))) : t('territoires : {0}, professionnels : {1}', number(sum('nb_tvs')), number(sum('nb_gp')));
}

export function gaugesOf(said) {
  return of(said, 'B').map(row => h('div', {class: 'jauge' + (isOver(row) ? ' rouge' : '')}, h('b', {}, row.jauge), h('span', {class: 'valeur'}, shareOf(row)),
    h('span', {class: 'note'}, `${number(row.population)} ${t('hab.')}`), heldBy(said, row.jauge) ? h('span', {class: 'note'}, heldBy(said, row.jauge)) : null,
    row.maximum !== null ? h('span', {class: 'note'}, t('plafond {0} %', number(row.maximum, 2))) : null, row.minimum ? h('span', {class: 'note'}, t('minimum {0} %', number(row.minimum, 2))) : null,
    row.maximum ? h('meter', {min: '0', max: String(row.maximum * 1.2), high: String(row.maximum), value: String(Math.min(row.part, row.maximum * 1.2)), 'aria-label': row.jauge}) : null,
    row.feu ? h('span', {class: 'feu'}, row.feu) : null, row.reserve ? h('span', {class: 'note'}, row.reserve) : null));
}

const table = (title, heads, rows, numbers = 2) => rows.length ? framed(title, h('table', {class: 'petit'}, h('caption', {}, title), headOf(heads, numbers), h('tbody', {}, rows))) : null;
const numbers = values => values.map(x => h('td', {class: 'n'}, number(x)));

// Who changes class and which aids open and close, in people and in doctors that work there.
export function impactOf(said) {
  const aids = said.zonage_aide.filter(aid => aid.habitants_gagnent || aid.habitants_perdent), flows = said.zonage_transition;
  return [table(t('Qui change de classe'), [t('Avant'), t('Après'), t('Territoires'), t('Habitants'), ofDoctors(said) ? t('Médecins') : t('Professionnels')],
    flows.map(row => h('tr', {}, h('td', {}, row.avant), h('td', {}, row.apres), ...numbers([row.nb_tvs, row.population, row.nb_gp])))),
  table(t('Aides gagnées et perdues'), [t('Aide'), t('Pour'), t('Gagnent (hab.)'), t('Perdent (hab.)'), ofDoctors(said) ? t('Médecins qui gagnent') : t('Professionnels qui gagnent'), ofDoctors(said) ? t('Médecins qui perdent') : t('Professionnels qui perdent')],
    aids.map(aid => h('tr', {}, h('td', {}, aid.libelle), h('td', {}, aid.beneficiaires), ...numbers([aid.habitants_gagnent, aid.habitants_perdent, aid.gp_gagnent, aid.gp_perdent]))))].filter(Boolean);
}

const levels = () => ({tvs: t('territoire'), commune: t('commune'), qpv: t('quartier')});

// Two zonings side by side: their gauges, each unit whose class differs, and what that changes. A neighbourhood that goes with its territory,
// `parentOf(code)`, is not listed.
export function comparisonOf(said, a, b, parentOf) {
  const names = [...new Set(said.zonage_jauge.map(row => row.jauge))], gauge = (side, name) => of(said, side).find(row => row.jauge === name);
  const cellOf = row => row ? h('td', {class: 'n' + (isOver(row) ? ' depasse' : '')}, shareOf(row), row.feu && isOver(row) ? h('span', {class: 'note'}, ' ' + row.feu) : null) : h('td', {class: 'n'}, t('n. d.'));
  const territories = new Map(said.zonage_unites.filter(row => row.maille === 'tvs').map(row => [row.code, row])), follows = row => {
    const home = row.maille === 'qpv' ? territories.get(parentOf(row.code)) : null;
    return home && home.avant === row.avant && home.apres === row.apres;
  };
  const apart = said.zonage_unites.filter(row => row.change && row.maille !== 'commune' && !follows(row)), words = name => name === null || name === 'inconnu' ? t('n. d.') : name;
  return [table(t('Jauges de {0} et de {1}', a, b), [t('Jauge'), a, b], names.map(name => h('tr', {}, h('th', {scope: 'row'}, name), cellOf(gauge('A', name)), cellOf(gauge('B', name)))), 1),
    apart.length ? table(t('Classes qui diffèrent'), [t('Maille'), t('Nom'), a, b, t('Habitants')],
      apart.map(row => h('tr', {}, h('td', {}, levels()[row.maille]), h('th', {scope: 'row'}, `${row.libelle || ''} ${row.code}`), h('td', {}, words(row.avant)), h('td', {}, words(row.apres)), ...numbers([row.population]))), 4)
      : h('p', {}, t('Aucune classe ne diffère.')), ...impactOf(said)].filter(Boolean);
}
