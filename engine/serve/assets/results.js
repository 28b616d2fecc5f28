// What a study found: its page with Try, and what to hand over. Two studies, or two runs, are compared commune by commune.
import {api, at, button, choice, command, featuresOf, field, framed, h, headOf, number, plain, resultsOf, save, size, stageIn, t, tell, Fault} from '/assets/lib.js';

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

// ---- two results of one study, by the engine: who gains and loses, who passes a threshold

const told = (title, heads, rows, texts) => rows.length ? framed(title, h('table', {class: 'petit'}, h('caption', {}, title), headOf(heads, texts), h('tbody', {}, rows.map(cells => h('tr', {}, cells.map((cell, i) => i ? h('td', {class: i >= texts ? 'n' : null}, cell) : h('th', {scope: 'row'}, cell))))))) : null;

// What is compared, by its service and measure.
function measured(what) {
  const words = {'gp.apl': t('APL des généralistes'), 'gp.apl_jugee': t('APL qui juge les déserts'), 'gp.temps': t('trajet au généraliste'), 'pharmacy.temps': t('trajet à la pharmacie'), 'emergency.temps': t('trajet aux urgences')};
  const at = what.lastIndexOf('.'), service = what.slice(0, at), measure = what.slice(at + 1);
  return words[what] || (measure === 'temps_demande' ? t('trajet : {0}', service) : `${service}, ${measure}`);
}

async function comparedByEngine(study, a, b, show) {
  const {json, job} = await command(study, 'compare', {arguments: {A: a, B: b}, options: {output: 'comparaison', overwrite: true}, scratch: ['output']}, show);
  const people = row => [number(row.gagnent), number(row.perdent), number(row.inchanges), number(row.inconnus)], whole = json.comparaison_publics.filter(row => row.maille === 'territoire');
  const signed = value => (value > 0 ? '+' : '') + number(value, 2), file = name => `/api/jobs/${job.job}/folders/comparaison/${name}`;
  return [told(t('Qui gagne et qui perd, en habitants'), [t('Ce qui est mesuré'), 'A', 'B', t('Écart'), t('Gagnent'), t('Perdent'), t('Inchangés'), t('Inconnus')], whole.map(row => [measured(row.quoi), number(row.avant, 2), number(row.apres, 2), signed(row.ecart), ...people(row)]), 1),
    told(t('Qui passe un seuil'), [t('Ce qui est mesuré'), t('Seuil'), t('Du mauvais côté, A'), 'B', t('Y tombent'), t('En sortent'), t('Inconnus')], json.comparaison_seuils.map(row => [measured(row.quoi), number(row.seuil, 1), number(row.population_avant), number(row.population), number(row.tombent), number(row.sortent), number(row.inconnus)]), 1),
    h('details', {}, h('summary', {}, t('Par densité, revenu, âge et quartiers')), told(t('Par densité, revenu, âge et quartiers'), [t('Groupe'), t('Ce qui est mesuré'), 'A', 'B', t('Écart'), t('Gagnent'), t('Perdent'), t('Inchangés'), t('Inconnus')],
      json.comparaison_publics.filter(row => row.maille !== 'territoire').map(row => [`${row.maille} : ${row.libelle}`, measured(row.quoi), number(row.avant, 2), number(row.apres, 2), signed(row.ecart), ...people(row)]), 2)),
    h('ul', {class: 'remise'}, [['comparaison.html', t('Page de la comparaison')], ['comparaison.xlsx', t('Classeur de la comparaison')], ['comparaison.gpkg', t('GeoPackage de la comparaison')]].map(([out, words]) => h('li', {}, h('a', {href: file(out), download: out}, words))))];
}

// A copy of a result under a name of its own, which later runs leave alone.
function keeper(study, bases, change) {
  const base = choice(bases.map(file => [file, file])), title = h('input', {maxlength: '40', value: t('avant')});
  return h('div', {class: 'outils'}, field(t('Garder ce résultat'), base), field(t('sous le nom'), title), button(t('Garder'), async () => {
    const out = `${base.value.replace(/\.gpkg$/, '')}-${plain(title.value).replace(/ /g, '-')}.gpkg`;
    if (!plain(title.value)) throw new Fault(400, {error: t('Donnez un nom à ce résultat.')});
    await save(study, out, await (await api('GET', at(study, 'files', base.value), undefined, {raw: true})).blob(), null);
    await change();
    tell(t('Gardé : {0}. Un nouveau calcul ne le change pas.', out));
  }));
}

async function compare(name, about, again) {
  const {studies} = await api('GET', '/api/studies');
  const all = (await Promise.all(studies.filter(s => s.has_results).map(async s => resultsOf(s.name === name ? about : await api('GET', at(s.name))).map(file => [s.name, file])))).flat();
  const options = all.map(([study, file], i) => [String(i), `${study}, ${file}`]), mine = all.findIndex(([study]) => study === name), box = h('div', {'aria-live': 'polite'});
  // by default the last two of this study: what was kept, then what is
  const own = all.map(([study], i) => study === name ? i : -1).filter(i => i >= 0), other = own.length > 1 ? own[1] : all.findIndex((x, i) => i !== mine);
  const a = choice(options, String(own.length > 1 ? other : mine)), b = choice(options, String(own.length > 1 ? mine : other));
  return h('section', {}, h('h2', {}, t('Comparer deux résultats')), keeper(name, all.filter(([study]) => study === name).map(([, file]) => file), again),
    all.length < 2 ? h('p', {class: 'note'}, t('Gardez ce résultat, changez l’étude et calculez de nouveau : les deux se compareront ici.')) : [h('div', {class: 'deux'}, field('A', a), field('B', b)), button(t('Comparer'), async () => {
      if (a.value === b.value) throw new Fault(400, {error: t('Choisissez deux résultats différents.')});
      const [from, to] = [all[a.value], all[b.value]], byEngine = from[0] === to[0] ? await comparedByEngine(from[0], from[1], to[1], stageIn(box)) : [];
      box.replaceChildren(...byEngine.filter(Boolean), ...comparison(await communesOf(...from), await communesOf(...to)));
    }), box]);
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
  const ownFirst = files => files.sort((x, y) => x.length - y.length), pages = ownFirst(ofKind(about.files, '.html')), bases = resultsOf(about), books = ofKind(about.files, '.xlsx');
  if (!bases.length) return [h('p', {class: 'reponse'}, t('Pas encore de résultats : lancez le calcul.')), h('p', {}, h('a', {class: 'bouton principal', href: `#/etude/${encodeURIComponent(name)}/calcul`}, t('Aller au calcul')))];
  const beside = h('div', {}), again = async now => beside.replaceChildren(await compare(name, now || await api('GET', at(name)), again));
  await again(about);
  const link = (file, text) => h('li', {}, h('a', {href: at(name, 'files', file), download: file}, text), h('span', {class: 'note'}, ' ' + file));
  const whole = pages.length ? h('a', {href: at(name, 'files', pages[0]), target: '_blank', rel: 'noopener', class: 'bouton'}, t('Ouvrir la page seule')) : null;
  return [h('section', {}, h('h2', {}, t('À remettre')), h('ul', {class: 'remise'}, bases.map(file => link(file, t('GeoPackage, pour QGIS'))), books.map(file => link(file, t('Classeur'))), pages.map(file => link(file, t('Page à lire et à essayer, sans connexion')))), whole),
    pages.length ? h('iframe', {src: at(name, 'files', pages[0]), title: t('Page des résultats'), sandbox: 'allow-scripts allow-downloads allow-forms', class: 'page'}) : null,
    beside, exporter(name, bases)];
}
