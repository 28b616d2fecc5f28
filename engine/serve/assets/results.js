// What a study found: its page with Try, and what to hand over. Two studies, or two runs, are compared commune by commune.
import {api, at, button, choice, command, featuresOf, field, framed, h, headOf, number, size, stageIn, t, Fault} from '/assets/lib.js';

const ofKind = (files, ending) => files.filter(file => file.name.endsWith(ending)).map(file => file.name);

// ---- comparing

async function communesOf(study, geopackage) {
  const features = await featuresOf(study, geopackage, 'acces_commune');
  return new Map(features.map(feature => [feature.properties.insee_com, feature.properties]));
}

const figures = () => [['apl', t('Accès (APL)'), 2], ['t_gp', t('Minutes au médecin'), 1], ['t_pharma', t('Minutes à la pharmacie'), 1], ['t_urgence', t('Minutes aux urgences'), 1]];

function compareRows(a, b, key) {
  const rows = [];
  for (const [code, before] of a) {
    const after = b.get(code);
    if (after) rows.push({code, name: before.libelle, people: before.population, before: before[key], after: after[key]});
  }
  const known = rows.filter(row => typeof row.before === 'number' && typeof row.after === 'number');
  known.forEach(row => { row.gap = row.after - row.before; });
  return {rows: known.sort((x, y) => Math.abs(y.gap) - Math.abs(x.gap)), unknown: rows.length - known.length, apart: a.size + b.size - 2 * rows.length};
}

function comparison(a, b) {
  const kinds = figures(), select = choice(kinds.map(([key, text]) => [key, text])), box = h('div', {});
  const show = () => {
    const [key, , digits] = kinds.find(([k]) => k === select.value), {rows, unknown, apart} = compareRows(a, b, key);
    const more = rows.filter(row => row.gap > 0), less = rows.filter(row => row.gap < 0), people = list => number(list.reduce((sum, row) => sum + row.people, 0));
    box.replaceChildren(h('p', {class: 'reponse'}, t('{0} communes ont plus ({1} habitants), {2} ont moins ({3} habitants), {4} n’ont pas changé.', number(more.length), people(more), number(less.length), people(less), number(rows.length - more.length - less.length))),
      unknown ? h('p', {class: 'note'}, t('Valeur inconnue d’un côté au moins : {0} communes.', number(unknown))) : null,
      apart ? h('p', {class: 'note'}, t('{0} communes ne sont que d’un côté.', number(apart))) : null,
      framed(t('Différences'), h('table', {}, headOf([t('Commune'), t('Habitants'), 'A', 'B', t('Écart')], 1),
        h('tbody', {}, rows.slice(0, 200).map(row => h('tr', {}, h('th', {scope: 'row'}, `${row.name} (${row.code})`), h('td', {class: 'n'}, number(row.people)), h('td', {class: 'n'}, number(row.before, digits)), h('td', {class: 'n'}, number(row.after, digits)),
          h('td', {class: 'n'}, (row.gap > 0 ? '+' : '') + number(row.gap, digits))))))));
  };
  select.addEventListener('change', show);
  show();
  return [field(t('Comparer'), select), box];
}

async function compare(name, about) {
  const {studies} = await api('GET', '/api/studies');
  const all = (await Promise.all(studies.filter(s => s.has_results).map(async s => ofKind((s.name === name ? about : await api('GET', at(s.name))).files, '.gpkg').map(file => [s.name, file])))).flat();
  if (all.length < 2) return null;
  const options = all.map(([study, file], i) => [String(i), `${study}, ${file}`]), mine = all.findIndex(([study]) => study === name);
  const a = choice(options, String(mine)), b = choice(options, String(all.findIndex((x, i) => i !== mine))), box = h('div', {});
  return h('section', {}, h('h2', {}, t('Comparer deux résultats')), h('div', {class: 'deux'}, field('A', a), field('B', b)), button(t('Comparer'), async () => {
    if (a.value === b.value) throw new Fault(400, {error: t('Choisissez deux résultats différents.')});
    box.replaceChildren(...comparison(await communesOf(...all[a.value]), await communesOf(...all[b.value])));
  }), box);
}

// ---- exporting

const formats = () => [['couches.geojson.zip', t('Couches en GeoJSON'), 'geojson'], ['couches.shp.zip', t('Couches en Shapefile'), 'shapefile'], ['couches.fgb.zip', t('Couches en FlatGeobuf'), 'flatgeobuf'], ['tables.xlsx', t('Toutes les tables en classeur'), 'xlsx']];

// Written into the study, with a link to it.
function exporter(name, bases) {
  const base = choice(bases.map(file => [file, file])), format = choice(formats().map(([out, text]) => [out, text])), box = h('div', {'aria-live': 'polite'});
  return h('section', {}, h('h2', {}, t('Exporter')), h('div', {class: 'outils'}, field(t('Résultat'), base), field(t('Format'), format), button(t('Exporter'), async () => {
    const out = format.value, [, , kind] = formats().find(([file]) => file === out);
    await command(name, kind === 'xlsx' ? 'table' : 'export', {arguments: {GEOPACKAGE: base.value, OUT: out}, options: {format: kind, overwrite: true}}, stageIn(box));
    const {bytes} = (await api('GET', at(name))).files.find(file => file.name === out);
    box.replaceChildren(h('p', {class: 'remise'}, h('a', {href: at(name, 'files', out), download: out}, out), h('span', {class: 'note'}, ' ' + size(bytes))));
  })), box);
}

// ---- the screen

export async function results(name, about) {
  const pages = ofKind(about.files, '.html'), bases = ofKind(about.files, '.gpkg'), books = ofKind(about.files, '.xlsx');
  if (!bases.length) return [h('p', {class: 'reponse'}, t('Pas encore de résultats : lancez le calcul.')), h('p', {}, h('a', {class: 'bouton principal', href: `#/etude/${encodeURIComponent(name)}/calcul`}, t('Aller au calcul')))];
  const link = (file, text) => h('li', {}, h('a', {href: at(name, 'files', file), download: file}, text), h('span', {class: 'note'}, ' ' + file));
  const whole = pages.length ? h('a', {href: at(name, 'files', pages[0]), target: '_blank', rel: 'noopener', class: 'bouton'}, t('Ouvrir la page seule')) : null;
  return [h('section', {}, h('h2', {}, t('À remettre')), h('ul', {class: 'remise'}, bases.map(file => link(file, t('GeoPackage, pour QGIS'))), books.map(file => link(file, t('Classeur'))), pages.map(file => link(file, t('Page à lire et à essayer, sans connexion')))), whole),
    pages.length ? h('iframe', {src: at(name, 'files', pages[0]), title: t('Page des résultats'), sandbox: 'allow-scripts allow-downloads', class: 'page'}) : null,
    await compare(name, about), exporter(name, bases)];
}
