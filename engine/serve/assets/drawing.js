// Outlines of territories as a map: coloured by class, chosen by a click.
import {svg, h, t} from '/assets/lib.js';

const rings = geometry => geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];

export function drawing(features, choose) {
  const points = features.flatMap(feature => feature.geometry ? rings(feature.geometry).flat() : []);
  const west = Math.min(...points.map(p => p[0])), east = Math.max(...points.map(p => p[0]));
  const south = Math.min(...points.map(p => p[1])), north = Math.max(...points.map(p => p[1]));
  const stretch = Math.cos((south + north) / 2 * Math.PI / 180), scale = 600 / Math.max((east - west) * stretch, north - south, 1e-6);
  const place = ([lon, lat]) => `${((lon - west) * stretch * scale).toFixed(1)} ${((north - lat) * scale).toFixed(1)}`;
  const shapes = new Map();
  const map = svg('svg', {viewBox: `-4 -4 ${((east - west) * stretch * scale + 8).toFixed(0)} ${((north - south) * scale + 8).toFixed(0)}`, role: 'img', 'aria-label': t('Carte des territoires : la table dit la même chose')});
  for (const feature of features) {
    if (!feature.geometry) continue;
    const shape = svg('path', {d: rings(feature.geometry).map(ring => 'M' + ring.map(place).join('L') + 'Z').join(''), 'fill-rule': 'evenodd'});
    shape.append(svg('title', {}, feature.properties.libelle));
    shape.addEventListener('click', () => choose(feature.properties.code));
    shapes.set(feature.properties.code, shape);
    map.append(shape);
  }
  const key = ['ZIP', 'ZAC', 'ZAR', 'ZV', 'HZ'].map(name => h('li', {}, h('span', {class: 'pastille ' + name}), name));
  return {
    element: h('figure', {class: 'carte'}, map, h('ul', {class: 'cle'}, key, h('li', {}, h('span', {class: 'pastille'}), t('classe inconnue')))),
    paint: classOf => shapes.forEach((shape, code) => shape.setAttribute('class', (classOf(code) || '') + (shape.classList.contains('choisie') ? ' choisie' : ''))),
    choose: code => shapes.forEach((shape, other) => {
      shape.classList.toggle('choisie', other === code);
      if (other === code) map.append(shape); // above its neighbours
    }),
  };
}
