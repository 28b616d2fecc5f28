// The desk of rounds: a week of a mobile unit on a calendar; a session is moved by drag or by arrows, and the engine plans the rest or says why not.
import {button, choice, featuresOf, field, h, number, resultsOf, stageIn, t, tell, ticked, Fault} from '/assets/lib.js';
import {Draft} from '/assets/drafts.js';
import {draggable} from '/assets/drag.js';

const dayNames = () => [t('lundi'), t('mardi'), t('mercredi'), t('jeudi'), t('vendredi'), t('samedi'), t('dimanche')];
const spoken = [['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'], ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']];
const indexOf = name => Math.max(...spoken.map(names => names.map(x => x.toLowerCase()).indexOf(name.toLowerCase())));
const whole = (input, least, most) => {
  const value = Number(input.value);
  if (!(Number.isInteger(value) && value >= least && value <= most)) throw new Fault(400, {error: t('{0} : un nombre entier de {1} à {2}.', input.labels[0].textContent, number(least), number(most))});
  return value;
};

class Rounds {
  constructor(name, communes) {
    this.draft = new Draft(name, 'tournees-essai.yaml', 'tours', 'tour');
    this.communes = communes.sort((a, b) => b.population - a.population);
    const input = (value, min, max) => h('input', {type: 'number', min: String(min), max: String(max), value: String(value)}), box = checked => h('input', {type: 'checkbox', checked});
    this.form = {depot: choice(this.communes.map(c => [c.insee_com, c.libelle])), units: input(1, 1, 9), weeks: input(1, 1, 8), days: input(5, 1, 7), below: input(2000, 1, 1000000), session: input(150, 10, 600), day: input(420, 60, 900),
      communes: box(true), qpv: box(true), without: box(true)};
    this.keepOthers = box(true);
    this.fixed = []; // { stop, day, unit }, days of the cycle from 1
    this.state = h('p', {class: 'note', 'aria-live': 'polite'});
    this.refusal = h('div', {'aria-live': 'assertive'});
    this.calendar = h('div', {keydown: event => this.key(event)});
  }

  // The request, as a section of the study file.
  lines(fixed) {
    const form = this.form, stops = [form.communes.checked && 'communes', form.qpv.checked && 'qpv'].filter(Boolean);
    if (!stops.length) throw new Fault(400, {error: t('Cochez les communes, les quartiers, ou les deux.')});
    this.shape = {days: whole(form.days, 1, 7), weeks: whole(form.weeks, 1, 8), units: whole(form.units, 1, 9)};
    const keys = [`name: tournee`, `depot: ${JSON.stringify(form.depot.value)}`, `units: ${this.shape.units}`, `weeks: ${this.shape.weeks}`, `days: ${this.shape.days}`, `stops: [${stops.join(', ')}]`, `population_below: ${whole(form.below, 1, 1e6)}`,
      `session_minutes: ${whole(form.session, 10, 600)}`, `minutes_per_day: ${whole(form.day, 60, 900)}`, ...(form.without.checked ? ['without: gp'] : []),
      ...(fixed.length ? [`fixed: [ ${fixed.map(visit => `{ stop: ${JSON.stringify(visit.stop)}, day: ${visit.day}, unit: ${visit.unit} }`).join(', ')} ]`] : [])];
    return [`  - { ${keys.join(', ')} }`];
  }

  // A plan with these visits fixed; the one shown stays when the engine refuses.
  async plan(fixed) {
    const json = await this.draft.ask(this.lines(fixed), stageIn(this.state)).finally(() => { this.state.textContent = ''; });
    this.fixed = fixed;
    this.answer = json;
    this.sessions = json.calendrier.map(row => ({...row, day: (row.semaine - 1) * this.shape.days + indexOf(row.jour) + 1}));
    this.refusal.replaceChildren();
    this.draw();
  }

  // The session of a stop goes to another day; the others stay where they are if that is ticked.
  async move(session, day, unit, alone = !this.keepOthers.checked) {
    if (session.day === day && session.unite === unit) return;
    const kept = alone ? this.fixed.filter(visit => !(visit.stop === session.code && visit.day === session.day)) : this.sessions.filter(other => other !== session).map(other => ({stop: other.code, day: other.day, unit: other.unite}));
    await this.ask([...kept, {stop: session.code, day, unit}], t('{0}, {1}', session.libelle, this.nameOf(day)), alone ? null : () => this.move(session, day, unit, true));
    this.calendar.querySelector(`[data-stop="${CSS.escape(session.code)}"]`)?.focus();
  }

  // A refusal says why, and leaves the plan as it stands.
  async ask(fixed, what, loosen) {
    try {
      await this.plan(fixed);
      tell(t('{0} : le reste est replanifié.', what));
    } catch (error) {
      this.refusal.replaceChildren(h('div', {class: 'faute'}, h('p', {}, h('b', {}, t('{0} : impossible.', what)), ' ' + error.message.replace(/^\S+\.yaml:\d+:\d+: /, '')),
        loosen ? button(t('Essayer en laissant les autres séances bouger'), loosen) : null));
    }
  }

  nameOf(day) {
    const {days, weeks} = this.shape, name = dayNames()[(day - 1) % days];
    return weeks > 1 ? t('{0}, semaine {1}', name, number(Math.floor((day - 1) / days) + 1)) : name;
  }

  isFixed(session) {
    return this.fixed.some(visit => visit.stop === session.code && visit.day === session.day);
  }

  key(event) {
    const held = event.target.closest('.seance');
    if (!held) return;
    const session = this.sessions[Number(held.dataset.i)], {days, weeks, units} = this.shape, step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -days, ArrowDown: days}[event.key];
    let {day, unite: unit} = session;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      this.ask(this.fixed.filter(visit => !(visit.stop === session.code && visit.day === session.day)), session.libelle);
      return;
    }
    if (!step) return;
    event.preventDefault();
    day += step;
    if (day < 1) [day, unit] = [day + days * weeks, unit - 1];
    if (day > days * weeks) [day, unit] = [day - days * weeks, unit + 1];
    if (unit >= 1 && unit <= units) this.move(session, day, unit);
  }

  // ---- what is shown

  session(row, i) {
    const element = h('button', {type: 'button', class: 'seance' + (this.isFixed(row) ? ' imposee' : ''), 'data-stop': row.code, 'data-i': String(i), 'aria-describedby': 'mode-calendrier'}, h('b', {}, row.libelle), ` ${row.debut} – ${row.fin} `,
      h('span', {class: 'note'}, `${number(row.habitants)} ${t('hab.')}${this.isFixed(row) ? ', ' + t('imposée') : ''}`));
    draggable(element, {find: (x, y) => document.elementFromPoint(x, y)?.closest('td[data-day]') || null, move: (dx, dy) => { element.style.transform = dx || dy ? `translate(${dx}px, ${dy}px)` : ''; },
      over: cell => this.calendar.querySelectorAll('td').forEach(other => other.classList.toggle('dessus', other === cell)), drop: cell => this.move(row, Number(cell.dataset.day), Number(cell.dataset.unit))});
    return element;
  }

  week(unit, week) {
    const {days, weeks, units} = this.shape, title = [units > 1 ? t('Unité {0}', number(unit)) : '', weeks > 1 ? t('Semaine {0}', number(week)) : ''].filter(Boolean).join(', ');
    const round = day => this.answer.journees.find(row => row.unite === unit && row.semaine === week && indexOf(row.jour) === day);
    return h('table', {class: 'calendrier'}, h('caption', {}, title || t('La semaine')), h('thead', {}, h('tr', {}, dayNames().slice(0, days).map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, h('tr', {}, Array.from({length: days}, (_, i) => h('td', {'data-day': String((week - 1) * days + i + 1), 'data-unit': String(unit)},
        this.sessions.map((row, k) => [row, k]).filter(([row]) => row.unite === unit && row.day === (week - 1) * days + i + 1).map(([row, k]) => this.session(row, k)),
        round(i) ? h('p', {class: 'note'}, t('départ {0}, retour {1}, {2} km', round(i).depart, round(i).retour, number(round(i).km))) : h('p', {class: 'note'}, t('libre')))))));
  }

  draw() {
    const {weeks, units} = this.shape, sum = this.answer.tournees[0];
    const absent = this.communes.filter(c => !this.sessions.some(row => row.code === c.insee_com)), stop = choice(absent.map(c => [c.insee_com, c.libelle])), day = choice(Array.from({length: this.shape.days * weeks}, (_, i) => [String(i + 1), this.nameOf(i + 1)]));
    const tables = Array.from({length: units}, (_, u) => Array.from({length: weeks}, (__, w) => this.week(u + 1, w + 1))).flat();
    this.calendar.replaceChildren(h('p', {class: 'reponse'}, t('{0} séances, {1} habitants à portée sur {2} visés ; {3} h de route, {4} km.', number(sum.nb_arrets), number(sum.a_portee), number(sum.cible), number(sum.heures_route, 1), number(sum.km))),
      h('p', {class: 'note'}, sum.prouve === 'oui' ? t('Prouvé : aucun autre plan n’apporte plus.') : t('Non prouvé : au mieux {0} de plus.', number(sum.borne - sum.apport)), sum.constat ? ` (${sum.constat})` : ''),
      h('p', {class: 'note', id: 'mode-calendrier'}, t('Faites glisser une séance d’un jour à l’autre, ou placez-vous dessus et pressez les flèches. Suppr la rend au calcul.')),
      ticked(this.keepOthers, t('Garder les autres séances à leur jour')), ...tables.map(table => h('div', {class: 'cadre'}, table)),
      h('div', {class: 'outils'}, field(t('Ajouter un arrêt'), stop), field(t('Jour'), day), button(t('Ajouter'), () => this.ask([...this.fixed, {stop: stop.value, day: Number(day.value), unit: 1}], stop.selectedOptions[0]?.textContent || ''))),
      h('p', {class: 'outils'}, button(t('Garder ces tournées dans l’étude'), async () => {
        await this.draft.keep(this.lines(this.fixed));
        tell(t('Gardées : le prochain calcul les écrit dans les résultats.'));
      }, {class: 'principal'}), button(t('Télécharger le calendrier (CSV)'), () => this.download())));
  }

  download() {
    const cell = value => `"${String(value ?? '').replace(/"/g, '""')}"`, names = ['unite', 'semaine', 'jour', 'ordre', 'code', 'libelle', 'arrivee', 'debut', 'fin', 'habitants'];
    const text = '\ufeff' + [names, ...this.sessions.map(row => names.map(name => row[name]))].map(row => row.map(cell).join(';')).join('\r\n') + '\r\n';
    const link = h('a', {href: URL.createObjectURL(new Blob([text], {type: 'text/csv'})), download: 'tournees.csv'});
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

export async function rounds(name, about) {
  const [base] = resultsOf(about);
  if (!base) return [h('p', {class: 'reponse'}, t('Pas encore de résultats : lancez le calcul.'))];
  const desk = new Rounds(name, (await featuresOf(name, base, 'acces_commune')).map(feature => feature.properties)), {form} = desk;
  return [h('div', {class: 'outils'}, field(t('Dépôt'), form.depot), field(t('Unités'), form.units), field(t('Semaines'), form.weeks), field(t('Jours par semaine'), form.days), field(t('Minutes par séance'), form.session), field(t('Minutes par jour'), form.day)),
    h('div', {class: 'outils'}, field(t('Communes de moins de (habitants)'), form.below), ticked(form.communes, t('communes')), ticked(form.qpv, t('quartiers prioritaires')), ticked(form.without, t('sans médecin'))),
    h('p', {}, button(t('Proposer un calendrier'), () => desk.plan([]), {class: 'principal'})), desk.state, desk.refusal, desk.calendar];
}
