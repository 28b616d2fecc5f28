// Beside the table: all that is known of the territory chosen. Majority region, ranks and APL of each year, neighbours, neighbourhoods, checks.
import {areLevels} from '/assets/classes.js';
import {framed, h, headOf, number, t} from '/assets/lib.js';

// Territories that share a stretch of outline: points in common, at a metre.
export function neighboursOf(features) {
  const holders = new Map(), near = new Map(features.map(feature => [feature.properties.code, new Set()]));
  for (const {geometry, properties: {code}} of features) {
    if (!geometry) continue;
    for (const [lon, lat] of geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2)) {
      const point = lon.toFixed(5) + ' ' + lat.toFixed(5);
      if (!holders.has(point)) holders.set(point, new Set());
      holders.get(point).add(code);
    }
  }
  for (const codes of holders.values())
    for (const a of codes)
      for (const b of codes)
        if (a !== b) near.get(a).add(b);
  return near;
}

const line = (name, value) => value === null || value === undefined || value === '' ? [] : [h('dt', {}, name), h('dd', {}, value)];

function facts(unit, said, desk) {
  const byLevel = areLevels(desk.classes), region = desk.regions.get(unit.region_majoritaire)?.name || unit.region_majoritaire, tips = said.zonage_seuil.filter(row => row.code === unit.code);
  return h('dl', {class: 'faits'}, ...line(t('Région majoritaire'), region ? t('{0}, où vivent {1} %', region, number(unit.part_region, 1)) : t('n. d.')),
    ...line(t('Habitants'), unit.population_totale > unit.population ? t('{0} ici, {1} dans tout le territoire de vie', number(unit.population), number(unit.population_totale)) : number(unit.population)),
    ...line(t('Communes'), number(unit.nb_communes)), ...line(byLevel ? t('Professionnels de 60 ans et plus') : t('Médecins de 60 ans et plus'), number(unit.nb_gp_60)), ...line(byLevel ? t('Zone d’échange') : t('Cadre national'), desk.frameOf(unit) || t('n. d.')),
    ...line(t('Ce que dit la règle'), unit.zonage_regle || t('n. d.')), ...tips.flatMap(row => line(t('Seuil de {0}', number(row.seuil, 2)), t('à {0} médecins près', number(Math.abs(row.medecins), 1)))));
}

function ranks(unit, said) {
  const rows = said.zonage_rang.filter(row => row.code === unit.code), most = name => said.zonage_rang.filter(row => row.indicateur === name && row.rang !== null).length;
  return rows.length ? framed(t('Indicateurs'), h('table', {class: 'petit'}, h('caption', {}, t('Indicateurs : 1, le plus mal placé')), headOf([t('Indicateur'), t('Valeur'), t('Rang')], 1),
    h('tbody', {}, rows.map(row => h('tr', {}, h('th', {scope: 'row'}, row.indicateur), h('td', {class: 'n'}, number(row.valeur, 2)), h('td', {class: 'n'}, row.rang === null ? t('n. d.') : t('{0} sur {1}', number(row.rang), number(most(row.indicateur))))))))) : null;
}

// What the engine says of this unit: what may be contested, what does not hold together.
export function checksOf(unit, said) {
  const risks = said.zonage_risque.filter(row => row.code === unit.code).map(row => row.ecart);
  return [...new Set([...risks, ...said.zonage_controle.filter(row => row.code === unit.code).map(row => row.motif + (row.detail ? ' : ' + row.detail : ''))])];
}

// Communes of this territory from which doctors or patients now see a better-aided one within reach.
function better(unit, said, desk) {
  const rows = said.zonage_voisin.filter(row => desk.territoryOf.get(row.insee_com) === unit.code);
  return rows.length ? [h('h4', {}, t('Voient une zone mieux aidée')), h('ul', {class: 'note'}, rows.slice(0, 12).map(row =>
    h('li', {}, t('{0} : {1} ({2}) à {3} min', row.libelle || row.insee_com, row.lib_voisine || row.voisine, row.classe_voisine, number(row.minutes)))))] : [];
}

// Of a territory, or of the one that a neighbourhood lies in. `desk`: classes, frameOf(unit), classOf(code), names, near, choose(code, scroll), territoryOf, regions.
export function beside(unit, said, desk) {
  const home = unit.kind === 'qpv' ? desk.names.get(unit.parent) : unit;
  if (!home) return [];
  const around = [...desk.near.get(home.code) || []].map(code => desk.names.get(code)).sort((a, b) => (a.apl ?? Infinity) - (b.apl ?? Infinity));
  const inside = desk.units.filter(other => other.kind === 'qpv' && other.parent === home.code);
  return [h('h3', {}, home.libelle), facts(home, said, desk), ranks(home, said),
    around.length ? h('section', {}, h('h4', {}, t('Voisins')), h('ul', {class: 'note'}, around.map(other =>
      h('li', {}, h('button', {type: 'button', class: 'discret', click: () => desk.choose(other.code, true)}, other.libelle), ` ${desk.classOf(other.code) || t('n. d.')}, ${t('APL')} ${number(other.apl, 2)}`)))) : null,
    inside.length ? h('p', {class: 'note'}, t('{0} quartiers prioritaires ici : une classe donnée au territoire ne leur ôte pas la leur.', number(inside.length))) : null, ...better(home, said, desk)];
}
