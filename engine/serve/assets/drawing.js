// Outlines of territories as a map: coloured by class, chosen by a click.
import {svg, h, t} from '/assets/lib.js';
import {styleOf} from '/assets/classes.js';

const rings = geometry => geometry.type === 'Polygon' ? geometry.coordinates : geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : [];

// The box of places: west, south, east, north.
export const boxOf = places => places.reduce(([a, b, c, d], [x, y]) => [Math.min(a, x), Math.min(b, y), Math.max(c, x), Math.max(d, y)], [180, 90, -180, -90]);

// Middle of the box of the largest ring.
function centreOf(geometry) {
  const [west, south, east, north] = rings(geometry).map(boxOf).sort((a, b) => (b[2] - b[0]) * (b[3] - b[1]) - (a[2] - a[0]) * (a[3] - a[1]))[0];
  return [(west + east) / 2, (north + south) / 2];
}

// The outlines of features by their code: the drawing, its shapes, and the middle of each in its units.
export function outlines(features, key, label) {
  const points = features.flatMap(feature => feature.geometry ? rings(feature.geometry).flat() : []);
  const [west, south, east, north] = boxOf(points);
  const stretch = Math.cos((south + north) / 2 * Math.PI / 180), scale = 600 / Math.max((east - west) * stretch, north - south, 1e-6);
  const place = ([lon, lat]) => [(lon - west) * stretch * scale, (north - lat) * scale];
  const map = svg('svg', {viewBox: `-4 -4 ${((east - west) * stretch * scale + 8).toFixed(0)} ${((north - south) * scale + 8).toFixed(0)}`, role: 'img', 'aria-label': label}), shapes = new Map(), centres = new Map();
  for (const feature of features) {
    if (!feature.geometry) continue;
    const code = feature.properties[key], shape = svg('path', {d: rings(feature.geometry).map(ring => 'M' + ring.map(p => place(p).map(x => x.toFixed(1)).join(' ')).join('L') + 'Z').join(''), 'fill-rule': 'evenodd', 'data-code': code});
    shape.append(svg('title', {}, feature.properties.libelle));
    shapes.set(code, shape);
    centres.set(code, place(centreOf(feature.geometry)));
    map.append(shape);
  }
  return {map, shapes, centres};
}

// Coloured by class; `classes` is its key.
export function drawing(features, classes, choose) {
  const {map, shapes} = outlines(features, 'code', t('Carte des territoires : la table dit la même chose'));
  shapes.forEach((shape, code) => shape.addEventListener('click', () => choose(code)));
  const key = classes.map(name => h('li', {}, h('span', {class: 'pastille ' + styleOf(name)}), name));
  return {
    element: h('figure', {class: 'carte'}, map, h('ul', {class: 'cle'}, key, h('li', {}, h('span', {class: 'pastille'}), t('classe inconnue')))),
    paint: classOf => shapes.forEach((shape, code) => shape.setAttribute('class', styleOf(classOf(code)) + (shape.classList.contains('choisie') ? ' choisie' : ''))),
    choose: code => shapes.forEach((shape, other) => {
      shape.classList.toggle('choisie', other === code);
      if (other === code) map.append(shape); // above its neighbours
    }),
  };
}
