// The data of a study: files dropped, recognised or mapped by hand; official files, fetched.
import {api, at, button, choice, command, field, framed, h, headOf, load, number, save, size, stageOf, t, tell, versionOf, Fault} from '/assets/lib.js';
import {faultList, faultsOf, preview, previewOfLayer} from '/assets/preview.js';
import {sheetsOf} from '/assets/sheet.js';
import {france} from '/assets/territory.js';

// What a file of unknown columns can be read as, and the columns of each: as `columns:` of the study file names them.
const readable = () => [
  ['supply', t('Professionnels par commune'), [['insee_com', t('Code de la commune'), true], ['quantite', t('Nombre'), true]]],
  ['communes', t('Communes et leurs habitants'), [['insee_com', t('Code de la commune'), true], ['libelle', t('Nom'), true], ['population', t('Habitants'), true], ['lon', t('Longitude'), false], ['lat', t('Latitude'), false]]],
  ['sites', t('Lieux de soins'), [['code', t('Code'), true], ['libelle', t('Nom'), false], ['categorie', t('Catégorie'), true], ['lon', t('Longitude'), true], ['lat', t('Latitude'), true]]],
  ['tvs', t('Territoires de vie-santé'), [['insee_com', t('Code de la commune'), true], ['tvs', t('Code du territoire'), true], ['lib_tvs', t('Nom du territoire'), false]]],
  ['zoning', t('Zonage en vigueur'), [['maille', t('Maille'), true], ['code', t('Code'), true], ['libelle', t('Nom'), false], ['zonage', t('Classe'), true]]],
  ['apl', t('APL publiée'), [['insee_com', t('Code de la commune'), true], ['apl', t('APL'), true]]],
];

const guess = (columns, name) => columns.find(column => column.toLowerCase() === name) || columns.find(column => column.toLowerCase().includes(name.split('_')[0])) || '';

// "a.csv matches no known dataset; columns present: x, y — ...": the columns that the program found.
function columnsOf(words) {
  const found = /(?:columns present|colonnes présentes)\s*: ([^—]+)/.exec(words);
  return found ? found[1].trim().split(', ') : [];
}

// Adds the lines of a source to the study file, after "sources:", and checks the study; one that no longer holds is put back as it was.
async function addSource(name, lines, kind) {
  const {text: whole, version} = await load(name, 'study.yaml'), text = whole.split('\n');
  const inside = text.findIndex(line => /^sources:\s*(#.*)?$/.test(line));
  if (inside < 0) throw new Fault(409, {error: t('Le fichier de l’étude n’a pas de ligne « sources: » : ajoutez la source à la main.')});
  let place = text.findIndex((line, i) => i > inside && line === `  ${kind}:`);
  if (place < 0) {
    text.splice(inside + 1, 0, `  ${kind}:`);
    place = inside + 1;
  }
  text.splice(place + 1, 0, ...lines);
  const saved = await save(name, 'study.yaml', text.join('\n'), version);
  try {
    const checked = await command(name, 'check', {arguments: {STUDY: 'study.yaml'}, options: {overwrite: true}});
    tell(t('Ajouté ; l’étude reste valable.') + ' ' + checked.text.split('\n')[0]);
  } catch (error) {
    await save(name, 'study.yaml', whole, saved);
    error.hint = t('Le fichier de l’étude n’a pas changé.');
    throw error;
  }
}

// The rows of a file that the browser can read, null for another kind.
async function tableOf(name, file) {
  if (!/\.(csv|xlsx|txt)$/i.test(file)) return null;
  const blob = await (await api('GET', at(name, 'files', file), undefined, {raw: true})).blob();
  const [head, ...rows] = (await sheetsOf(new File([blob], file)))[0]?.rows || [[]];
  return {head, rows};
}

// `placed`: the rows have a geometry of their own, and need no coordinates.
function mapping(name, file, columns, table, communes, placed = false) {
  const kinds = readable(), kind = choice(kinds.map(([key, text]) => [key, text])), box = h('div', {}), faults = h('div', {'aria-live': 'polite'});
  const service = field(t('Service'), h('input', {value: 'gp'}), t('gp, pharmacy, nurse, dentist... : un service de l’étude.'));
  let selects = [];
  const show = () => {
    const wanted = kinds.find(([key]) => key === kind.value)[2].map(([column, text, needed]) => [column, text, needed && !(placed && (column === 'lon' || column === 'lat'))]);
    selects = wanted.map(([column, text, needed]) => [column, choice([['', needed ? t('à choisir') : t('aucune')], ...columns.map(c => [c, c])], guess(columns, column)), text, needed]);
    service.hidden = kind.value !== 'supply';
    box.replaceChildren(...selects.map(([, select, text]) => field(text, select)));
    selects.forEach(([, select]) => select.addEventListener('change', check));
    check();
  };
  const check = () => {
    const chosen = Object.fromEntries(selects.filter(([, select]) => select.value).map(([column, select]) => [column, select.value]));
    faults.replaceChildren(...(table && Object.keys(chosen).length ? faultList(faultsOf(table.head, table.rows, chosen, new Set(selects.filter(([, , , needed]) => needed).map(([column]) => column)), communes)) : []));
  };
  kind.addEventListener('change', show);
  show();
  return h('section', {class: 'carton'}, h('h3', {}, t('Que contient {0} ?', file)), field(t('À lire comme'), kind), service, box, faults, button(t('Ajouter à l’étude'), async () => {
    const missing = selects.find(([, select, , needed]) => needed && !select.value);
    if (missing) throw new Fault(400, {error: t('Choisissez la colonne : {0}.', missing[2])});
    const map = selects.filter(([, select]) => select.value).map(([column, select]) => `${column}: ${JSON.stringify(select.value)}`).join(', ');
    const lines = [`    - path: ${JSON.stringify(file)}`, ...(kind.value === 'supply' ? [`      service: ${JSON.stringify(service.querySelector('input').value)}`] : []), `      columns: { ${map} }`];
    await addSource(name, lines, kind.value);
  }, {class: 'principal'}));
}

const listed = value => h('ul', {}, Object.entries(value).filter(([, v]) => v !== null && v !== '').map(([key, v]) => h('li', {}, `${key} : `, typeof v === 'object' ? listed(v) : String(v))));

// A file that is a known data set.
const known = (name, path, title, set, provides, more) => h('section', {class: 'carton'}, h('h3', {}, t('{0} est reconnu', path)), h('p', {}, title), more,
  button(t('Ajouter à l’étude'), () => addSource(name, [`    - { dataset: ${set}, path: ${JSON.stringify(path)} }`], provides.split('|')[0])));

// What the program reads of a file of layers: null for one that it cannot read so.
async function layersOf(name, file) {
  if (!/\.(gpkg|geojson|json|shp|fgb|kml|gml|zip)$/i.test(file)) return null;
  try {
    return (await command(name, 'check', {arguments: {STUDY: file}, options: {preview: true}})).json;
  } catch {
    return null;
  }
}

function layerCard(name, layer, communes) {
  if (layer.fault) return h('section', {class: 'carton'}, h('h3', {}, layer.path), h('p', {class: 'faute'}, layer.fault));
  return h('div', {}, layer.provides ? known(name, layer.path, layer.title, layer.dataset, layer.provides) : mapping(name, layer.path, layer.columns, null, communes, layer.geometry), previewOfLayer(layer, communes));
}

async function recognise(name, file) {
  const table = await tableOf(name, file), layers = table ? null : await layersOf(name, file), communes = (await france()).byCode;
  if (layers && layers.layers[0]?.dataset !== 'gtfs') return h('div', {}, layers.layers.map(layer => layerCard(name, layer, communes)), layers.layer_count > layers.layers.length ? h('p', {class: 'note'}, t('et {0} autres couches', number(layers.layer_count - layers.layers.length))) : null);
  const seen = table && table.rows.length ? preview(table.head, table.rows, communes) : layers ? previewOfLayer(layers.layers[0], communes) : null;
  try {
    const {json, text} = await command(name, 'check', {arguments: {STUDY: file}});
    return json?.provides ? h('div', {}, known(name, file, json.title, json.dataset, json.provides, json.bad_codes ? h('p', {class: 'faute'}, t('{0} codes de commune ne sont pas lus ; le premier : {1}', number(json.bad_codes), json.first_bad_code)) : null), seen)
      : h('section', {class: 'carton'}, h('h3', {}, t('{0} est reconnu', file)), json ? listed(json) : h('pre', {tabindex: '0'}, text), seen);
  } catch (error) {
    const columns = columnsOf(error.message);
    return columns.length ? h('div', {}, mapping(name, file, columns, table, communes), seen) : h('section', {class: 'carton'}, h('h3', {}, file), h('p', {class: 'faute'}, error.message), seen);
  }
}

async function send(name, file) {
  const version = await versionOf(name, file.name);
  if (version && !confirm(t('{0} est déjà dans l’étude. Le remplacer ?', file.name))) return false;
  await save(name, file.name, file, version);
  return true;
}

// ---- official files

const states = () => ({there: t('présent'), 'out of date': t('périmé'), absent: t('absent')});

// The list with the state of each, and what brings it there in one click.
async function official(name) {
  const body = h('tbody', {}), box = h('p', {'aria-live': 'polite'}), set = choice([]), words = states();
  const bring = async (what, update) => {
    await command(name, 'fetch', {arguments: {SETS: what}, options: update ? {update: true} : {}}, job => { box.textContent = job.state === 'ended' ? '' : stageOf(job) + (job.fraction === null ? '' : ` ${number(100 * job.fraction)} %`); });
    await fill();
    tell(t('Téléchargé. « Vérifier sans calculer » dit ce qui est utilisé.'));
  };
  const row = file => h('tr', {}, h('th', {scope: 'row'}, file.file), h('td', {}, file.producer), h('td', {}, file.vintage), h('td', {}, h('span', {class: file.state === 'out of date' ? 'alerte' : null}, words[file.state || 'absent']), file.modified ? h('span', {class: 'note'}, ' ' + t('du {0}', file.modified)) : null),
    h('td', {}, file.state === 'there' ? null : button(file.state ? t('Mettre à jour') : t('Télécharger'), () => bring(file.file, !!file.state), {class: 'discret', 'aria-label': file.state ? t('Mettre à jour {0}', file.file) : t('Télécharger {0}', file.file)})));
  const fill = async () => {
    const {files} = (await command(name, 'fetch', {arguments: {}})).json, chosen = set.value;
    body.replaceChildren(...files.map(row));
    set.replaceChildren(...[...new Set(files.map(file => file.set))].map(x => h('option', {value: x}, x)));
    if (chosen) set.value = chosen;
  };
  await fill();
  return h('section', {}, h('h2', {}, t('Fichiers officiels')), h('div', {class: 'outils'}, field(t('Lot'), set), button(t('Télécharger ce lot'), () => bring(set.value, false)),
    button(t('Chercher de plus récents'), () => bring(set.value, true))), box, framed(t('Fichiers officiels'), h('table', {class: 'petit'}, headOf([t('Fichier'), t('Producteur'), t('Millésime'), t('État'), t('Actions')]), body)));
}

export async function data(name, about) {
  const found = h('div', {'aria-live': 'polite'}), input = h('input', {type: 'file', multiple: true, id: 'fichiers'});
  const take = async list => {
    for (const file of list) {
      try {
        if (await send(name, file)) found.prepend(await recognise(name, file.name));
      } catch (error) {
        tell(error);
      }
    }
  };
  input.addEventListener('change', () => take(input.files));
  const zone = h('div', {class: 'depot', dragover: event => { event.preventDefault(); zone.classList.add('dessus'); }, dragleave: () => zone.classList.remove('dessus'),
    drop: event => { event.preventDefault(); zone.classList.remove('dessus'); take(event.dataTransfer.files); }},
  h('label', {for: 'fichiers'}, t('Déposez ici des fichiers (CSV, XLSX, GeoPackage, zip), ou choisissez-les')), input);
  const own = about.files.filter(file => /\.(csv|xlsx|ods|zip|gpkg|geojson|shp|pbf|txt)$/i.test(file.name));
  return [h('section', {}, h('h2', {}, t('Vos fichiers')), zone, found, h('ul', {}, own.map(file => h('li', {}, file.name, ' ', size(file.bytes), ' ',
    button(t('Reconnaître'), async () => found.prepend(await recognise(name, file.name)), {class: 'discret', 'aria-label': t('Reconnaître {0}', file.name)}))))), await official(name)];
}
