// What a set of sites is worth, and who is nearer or farther by it than by another.
import {h, number, t} from '/assets/lib.js';

export const amount = (value, unit) => value === null ? t('n. d.') : `${number(value, /minute/.test(unit) ? 2 : 0)} ${unit}`;

// What a set of sites costs against the best one, in words.
export const costOf = (loss, unit) => loss ? t('coûte {0} de plus que le meilleur', amount(Math.abs(loss), unit)) : t('aussi bon que le meilleur');

// Who is nearer and who is farther than under the best choice, most people times minutes first: [{ libelle, population, by }], by > 0 nearer.
// A commune that an answer does not list has what it has today.
export function movedBy(best, other) {
  const before = new Map(best.map(row => [row.code, row])), after = new Map(other.map(row => [row.code, row])), rows = [];
  for (const code of new Set([...before.keys(), ...after.keys()])) {
    const a = before.get(code), b = after.get(code), one = a || b, x = a ? a.minutes : one.avant, y = b ? b.minutes : one.avant;
    if (x === null || y === null || x === undefined || y === undefined || Math.abs(x - y) < 0.05) continue;
    rows.push({libelle: one.libelle, population: one.population, by: x - y});
  }
  return rows.sort((p, q) => q.population * Math.abs(q.by) - p.population * Math.abs(p.by));
}

export function movedList(rows) {
  const side = (title, list, sign) => list.length ? h('div', {}, h('h4', {}, t('{0} : {1} habitants', title, number(list.reduce((sum, row) => sum + row.population, 0)))),
    h('ul', {class: 'note'}, list.slice(0, 8).map(row => h('li', {}, `${row.libelle} : ${number(row.population)} ${t('hab.')}, ${sign}${number(Math.abs(row.by), 1)} min`)))) : null;
  if (!rows.length) return [h('p', {class: 'note'}, t('Personne n’est plus près ni plus loin.'))];
  return [side(t('Plus près'), rows.filter(row => row.by > 0), '−'), side(t('Plus loin'), rows.filter(row => row.by < 0), '+')].filter(Boolean);
}
