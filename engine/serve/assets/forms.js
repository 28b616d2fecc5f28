// Every command of the program as a form, built from the catalogue that the program prints.
import {api, button, choice, command, field, h, saidBy, stageOf, t, Fault} from '/assets/lib.js';

// Besides what the catalogue keeps to consoles: what other screens do or a study on a server does not need, and what the server refuses (commands.c).
const left = new Set(['new', 'fetch', 'relink']);
const closed = new Set(['--list', '--schema', '--untrusted', '--data']);

const fits = (described, file) => !described.endings || described.endings.some(ending => file.toLowerCase().endsWith('.' + ending));

// A control for a value, and a function that reads it: undefined when it is left out.
function control(described, files) {
  const isFile = ['file', 'folder', 'layer'].includes(described.type);
  if (described.type === 'flag') {
    const box = h('input', {type: 'checkbox'});
    return [box, () => box.checked || undefined];
  }
  if (described.choices) {
    const select = choice([['', t('par défaut')], ...described.choices.map(x => [x, x])]);
    return [select, () => select.value || undefined];
  }
  if (isFile && !described.writes && described.type !== 'folder') {
    const select = choice([['', described.required ? t('à choisir') : t('aucun')], ...files.filter(file => fits(described, file)).map(x => [x, x])]);
    if (described.required && select.options.length > 1) select.selectedIndex = 1;
    return [select, () => select.value || undefined];
  }
  const input = h('input', described.type === 'integer' ? {type: 'number', min: '0', max: String(described.maximum)} : {value: ''});
  if (described.default && described.required) input.value = described.default;
  return [input, () => input.value === '' ? undefined : described.type === 'integer' ? Number(input.value) : input.value];
}

function formOf(name, described, files) {
  const output = h('div', {'aria-live': 'polite'}), readers = [];
  const line = (one, group) => {
    const [element, read] = control(one, files), bare = one.name.replace(/^-+/, '');
    readers.push([group, bare, read, one]);
    return field(bare + (one.required ? ' *' : ''), element, one.help + (one.when_absent ? ` (${one.when_absent})` : ''));
  };
  const options = described.options.filter(option => !option.console && !closed.has(option.name));
  const usual = options.filter(option => !option.advanced), rare = options.filter(option => option.advanced);
  return h('section', {}, h('h2', {}, described.summary), described.arguments.map(one => line(one, 'arguments')), usual.map(one => line(one, 'options')),
    rare.length ? h('details', {}, h('summary', {}, t('Options rares')), rare.map(one => line(one, 'options'))) : null,
    button(t('Lancer'), async () => {
      const body = {arguments: {}, options: {}};
      for (const [group, bare, read, one] of readers) {
        const value = read();
        if (value === undefined && one.required) throw new Fault(400, {error: t('Il manque : {0}.', bare)});
        if (value !== undefined) body[group][bare] = value;
      }
      const done = await command(name, described.name, body, job => output.replaceChildren(h('p', {class: 'note'}, stageOf(job) || t('en cours'))));
      output.replaceChildren(h('p', {class: 'bien'}, t('Terminé.')), saidBy(done.job), done.text ? h('pre', {tabindex: '0'}, done.text) : h('p', {}, t('Les fichiers écrits sont dans l’onglet Fichiers.')));
    }, {class: 'principal'}), output);
}

export async function forms(name, about) {
  const {commands} = await api('GET', '/api/commands'), shown = commands.filter(one => !one.console && !left.has(one.name)), files = about.files.map(file => file.name);
  const select = choice(shown.map(one => [one.name, `${one.group} · ${one.name}`])), box = h('div', {class: 'etroit'});
  const show = () => box.replaceChildren(formOf(name, shown.find(one => one.name === select.value), files));
  select.value = shown.some(one => one.name === 'info') ? 'info' : shown[0].name;
  select.addEventListener('change', show);
  show();
  return [h('p', {}, t('Tout ce que fait la ligne de commande, sur cette étude.')), field(t('Commande'), select), box];
}
