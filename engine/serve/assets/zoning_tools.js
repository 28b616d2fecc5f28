// Above the table of the zoning desk: the version worked on, and what is done with versions.
import {areLevels} from '/assets/classes.js';
import {api, at, button, choice, command, field, h, number, t, tell, ticked, Fault} from '/assets/lib.js';
import {sheetsOf} from '/assets/sheet.js';
import {comparisonOf, judge} from '/assets/zoning_figures.js';
import {zoningOf} from '/assets/zoning_import.js';

const shortOf = name => name.replace(/^zonage-|\.yaml$/g, '');
const versionsOf = desk => desk.versions.map(v => [v.name, shortOf(v.name) + (v.validated ? ` (${t('validée')})` : '')]);

// ---- import

const faultWords = () => ({unknown: t('code inconnu de l’étude'), class: t('classe inconnue'), differs: t('communes d’un même territoire en désaccord')});

// The first sheet that is a zoning, and those that are beside it (the neighbourhoods of the workbook of the DREES): their changes together.
function readSheets(sheets, known, chosen) {
  const found = sheets.map(sheet => [sheet.name, sheet.rows.length > 1 ? zoningOf(sheet.rows, known, chosen) : null]).filter(([, read]) => read && read.classes.size);
  return found.length ? {classes: new Map(found.flatMap(([, read]) => [...read.classes])), columns: [...new Set(found.flatMap(([, read]) => read.columns))],
    faults: found.flatMap(([name, read]) => read.faults.map(fault => [name, ...fault]))} : null;
}

async function take(desk, file, sheets, chosen, outcome) {
  const known = {tvs: new Set(desk.territories.map(unit => unit.code)), qpv: new Set(desk.neighbourhoods.map(row => row.code_qp)), communes: desk.territoryOf, classes: desk.classes};
  const found = readSheets(sheets, known, chosen), words = faultWords();
  if (!found) throw new Fault(400, {error: t('Aucun zonage des territoires de l’étude n’est reconnu dans {0}.', file.name), hint: t('Il faut une colonne de codes (TVS, commune ou QPV) et une de classes, ou une colonne par classe.')});
  await desk.change(version => found.classes.forEach((name, key) => { version.changes[key] = {class: name, reason: version.changes[key]?.reason || t('repris de {0}', file.name)}; }));
  const column = found.columns.length > 1 ? choice(found.columns.map(name => [name, name]), chosen || found.columns[0]) : null;
  column?.addEventListener('change', () => take(desk, file, sheets, column.value, outcome).catch(tell));
  outcome.replaceChildren(h('p', {class: 'bien'}, t('{0} unités reprises, {1} lignes écartées.', number(found.classes.size), number(found.faults.length))),
    ...(column ? [field(t('Colonne des classes'), column)] : []),
    h('ul', {class: 'note'}, found.faults.slice(0, 20).map(([sheet, row, text, why]) => h('li', {}, t('{0}, ligne {1} : {2}, {3}', sheet, row, text, words[why])))),
    ...(found.faults.length > 20 ? [h('p', {class: 'note'}, t('et {0} autres lignes', number(found.faults.length - 20)))] : []));
}

function importer(desk, outcome) {
  const file = h('input', {type: 'file', accept: '.csv,.xlsx,text/csv', id: 'zonage-a-importer'});
  file.addEventListener('change', async () => {
    tell(null);
    try {
      if (file.files.length) await take(desk, file.files[0], await sheetsOf(file.files[0]), null, outcome);
    } catch (error) {
      tell(error);
    }
  });
  return h('div', {class: 'outils'}, field(t('Importer un zonage (CSV ou XLSX)'), file, t('Disposition de la DREES, une ligne par territoire, commune ou quartier, ou une colonne par classe ; classes en lettres ou en mots.')));
}

// ---- compare, validate, file

function comparer(desk, outcome) {
  const other = choice([['in_force', t('le zonage en vigueur')], ['rule', t('ce que dit la règle')], ...versionsOf(desk)]);
  return h('div', {class: 'outils'}, field(t('Comparer avec'), other), button(t('Comparer'), async () => {
    if (other.value === desk.name) throw new Fault(400, {error: t('Choisissez une autre version.')});
    const {json} = await judge(desk.study, other.value, desk.name, true);
    outcome.replaceChildren(...comparisonOf(json, other.selectedOptions[0].textContent, shortOf(desk.name), code => desk.names.get(code)?.parent));
  }));
}

async function validate(desk) {
  await api('POST', at(desk.study, 'files', desk.name, 'validation'), {version: desk.etag.replace(/"/g, '')});
  desk.frozen = true;
  desk.versions.find(v => v.name === desk.name).validated = true;
  desk.draw();
  tell(t('Validée : elle ne change plus.'));
}

async function submit(desk, template, outcome) {
  await command(desk.study, 'zoning', {arguments: {STUDY: 'study.yaml', A: 'in_force', B: desk.name}, options: {overwrite: true, output: 'depot', ...(template ? {template} : {})}});
  const {files} = await api('GET', at(desk.study, 'folders', 'depot'));
  outcome.replaceChildren(h('p', {class: 'bien'}, t('Pièces écrites dans le dossier « depot » :')), h('ul', {}, files.map(f => h('li', {}, h('a', {href: at(desk.study, 'folders', 'depot', f.name), download: f.name}, f.name)))));
}

export function tools(desk) {
  const select = choice(versionsOf(desk), desk.name), title = h('input', {maxlength: '60'}), template = choice([['', t('celui de Maillage')], ...desk.templates.map(file => [file, file])]), outcome = h('div', {'aria-live': 'polite'});
  select.addEventListener('change', async () => { try { await desk.open(select.value); desk.draw(); } catch (error) { tell(error); } });
  return [h('div', {class: 'outils'}, field(t('Version'), select), button(t('Annuler'), () => { desk.move(-1); }, {title: 'Ctrl+Z'}), button(t('Rétablir'), () => { desk.move(1); }, {title: 'Ctrl+Y'}),
    ticked(desk.derive, areLevels(desk.classes) ? t('Partir du classement de la règle, par ses limites') : t('Partir du classement automatique, par APL croissante jusqu’au plafond'))),
  h('details', {}, h('summary', {}, t('Versions : copier, comparer, valider, importer, remettre')),
    h('div', {class: 'outils'}, field(t('Nom de la copie'), title), button(t('Copier'), async () => {
      if (!title.value.trim()) throw new Fault(400, {error: t('Donnez un nom à la copie.')});
      await desk.make(title.value, desk.version);
      desk.draw();
    })), comparer(desk, outcome), importer(desk, outcome),
    h('div', {class: 'outils'}, button(t('Valider cette version'), () => validate(desk)), field(t('Modèle de l’arrêté'), template), button(t('Écrire les pièces à déposer'), () => submit(desk, template.value, outcome), {class: 'principal'})), outcome)];
}
