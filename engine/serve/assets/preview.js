// A file dropped, before it is added: its first rows, where it lies on the map, and its faults by row.
import {framed, h, number, svg, t} from '/assets/lib.js';
import {boxOf} from '/assets/drawing.js';

const shown = 20;

const value = text => text.trim() === '' ? NaN : Number(text.trim().replace(/\s/g, '').replace(',', '.'));
const named = (head, ...names) => names.map(name => head.findIndex(x => x.trim().toLowerCase() === name)).find(i => i >= 0);

// A commune by its code, which workbooks write as a number.
export const communeOf = (text, communes) => communes.get(text.trim()) || (/^\d{4}$/.test(text.trim()) ? communes.get('0' + text.trim()) : undefined);

// Where each row stands: by its coordinates, else by its commune. { points: [[lon, lat, row]], lost: rows that stand nowhere, by }.
export function placed(head, rows, communes) {
  const lon = named(head, 'lon', 'longitude', 'lng', 'x'), lat = named(head, 'lat', 'latitude', 'y');
  const points = [], take = find => rows.forEach((row, i) => { const at = find(row); if (at) points.push([...at, i + 2]); });
  if (lon !== undefined && lat !== undefined)
    take(row => { const x = value(row[lon] || ''), y = value(row[lat] || ''); return Math.abs(x) <= 180 && Math.abs(y) <= 90 ? [x, y] : null; });
  if (points.length) return {points, lost: rows.length - points.length, by: t('coordonnées')};
  const codes = head.map((name, i) => [rows.filter(row => communeOf(row[i] || '', communes)).length, i]).sort((a, b) => b[0] - a[0])[0];
  if (codes && codes[0] > 0) take(row => { const commune = communeOf(row[codes[1]] || '', communes); return commune ? [commune.lon, commune.lat] : null; });
  return {points, lost: rows.length - points.length, by: codes && codes[0] > 0 ? head[codes[1]] : null};
}

// `shapes`: rings of outlines, each a list of places.
function map(points, shapes, communes) {
  const [west, south, east, north] = boxOf([...points, ...shapes.flat(2)]);
  const margin = Math.max(0.05, (east - west) / 20, (north - south) / 20), stretch = Math.cos((south + north) / 2 * Math.PI / 180);
  const scale = 300 / Math.max((east - west + 2 * margin) * stretch, north - south + 2 * margin);
  const at = (lon, lat) => ({cx: ((lon - west + margin) * stretch * scale).toFixed(1), cy: ((north + margin - lat) * scale).toFixed(1)});
  const around = [...communes.values()].filter(c => c.lon > west - margin && c.lon < east + margin && c.lat > south - margin && c.lat < north + margin).slice(0, 4000);
  return svg('svg', {class: 'apercu', viewBox: `0 0 ${((east - west + 2 * margin) * stretch * scale).toFixed(0)} ${((north - south + 2 * margin) * scale).toFixed(0)}`, role: 'img', 'aria-label': t('Où se trouvent les lignes du fichier')},
    ...around.map(c => svg('circle', {...at(c.lon, c.lat), r: '1', class: 'fond'})),
    ...shapes.map(rings => svg('path', {d: rings.map(ring => 'M' + ring.map(([lon, lat]) => Object.values(at(lon, lat)).join(' ')).join('L') + 'Z').join(''), 'fill-rule': 'evenodd'})), ...points.slice(0, 4000).map(([lon, lat]) => svg('circle', {...at(lon, lat), r: '2.5'})));
}

const firstRows = (head, rows, total) => framed(t('Premières lignes'), h('table', {class: 'petit'}, h('caption', {}, t('Premières lignes, sur {0}', number(total))), h('thead', {}, h('tr', {}, head.map(name => h('th', {scope: 'col'}, name)))),
  h('tbody', {}, rows.slice(0, 6).map(row => h('tr', {}, head.map((name, i) => h('td', {}, row[i] || '')))))));

const side = (rows, points, shapes, communes, words) => h('div', {class: 'deux'}, rows,
  points.length + shapes.length ? h('figure', {class: 'carte'}, map(points, shapes, communes), h('figcaption', {class: 'note'}, words)) : h('p', {class: 'note'}, t('Aucune colonne ne dit où se trouvent ces lignes.')));

// The first rows and the map. `communes`: Map(code, { lon, lat }).
export function preview(head, rows, communes) {
  const {points, lost, by} = placed(head, rows, communes);
  return side(firstRows(head, rows, rows.length), points, [], communes, t('{0} lignes placées ({1}), {2} sans position.', number(points.length), by, number(lost)));
}

const pairs = flat => Array.from({length: flat.length / 2}, (_, i) => [flat[2 * i], flat[2 * i + 1]]);

// The same of a layer that the program has read: outlines where it has them.
export function previewOfLayer(layer, communes) {
  const points = layer.places.filter(place => place.length === 3), shapes = layer.places.filter(place => place.length > 3).map(([, , , ...rings]) => rings.map(pairs));
  return side(firstRows(layer.columns, layer.first, layer.rows), points, shapes, communes, layer.looked_at < layer.rows ? t('{0} lignes placées sur les {1} premières.', number(layer.places.length), number(layer.looked_at))
    : t('{0} lignes placées ({1}), {2} sans position.', number(layer.places.length), t('géométrie'), number(layer.lost)));
}

// ---- faults

const checks = communes => ({
  insee_com: text => communeOf(text, communes) ? '' : t('aucune commune n’a ce code'),
  lon: text => Math.abs(value(text)) <= 180 ? '' : t('pas une longitude'),
  lat: text => Math.abs(value(text)) <= 90 ? '' : t('pas une latitude'),
  quantite: text => value(text) >= 0 ? '' : t('pas un nombre'),
  population: text => value(text) >= 0 ? '' : t('pas un nombre'),
  apl: text => value(text) >= 0 ? '' : t('pas un nombre'),
});

// The rows that would be set aside: [[row, column, text, why]]. `columns`: { insee_com: 'commune' }; those of `needed` may not be empty.
export function faultsOf(head, rows, columns, needed, communes) {
  const found = [], all = checks(communes);
  rows.forEach((row, i) => {
    for (const [key, name] of Object.entries(columns)) {
      const text = (row[head.indexOf(name)] || '').trim(), why = text ? all[key]?.(text) : needed.has(key) ? t('case vide') : '';
      if (why) found.push([i + 2, name, text, why]);
    }
  });
  return found;
}

export function faultList(faults) {
  if (!faults.length) return [h('p', {class: 'bien'}, t('Aucun défaut dans ces colonnes.'))];
  return [h('p', {class: 'faute'}, t('{0} défauts : ces lignes seraient écartées, et comptées.', number(faults.length))), h('ul', {class: 'note'}, faults.slice(0, shown).map(([row, name, text, why]) => h('li', {}, t('ligne {0}, {1} : « {2} », {3}', row, name, text, why)))),
    faults.length > shown ? h('p', {class: 'note'}, t('et {0} autres lignes', number(faults.length - shown))) : ''];
}
