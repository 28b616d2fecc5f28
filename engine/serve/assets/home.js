// The studies of the folder.
import {api, date, framed, h, headOf, t} from '/assets/lib.js';

const row = study => h('tr', {},
  h('th', {scope: 'row'}, h('a', {href: `#/etude/${encodeURIComponent(study.name)}`}, study.name)),
  h('td', {}, !study.complete ? t('sans fichier d’étude') : study.has_results ? t('calculée') : t('à calculer')),
  h('td', {class: 'n'}, date(study.changed)),
  h('td', {}, study.holder ? (study.held_by_other ? t('{0} y travaille', study.holder) : t('vous y travaillez')) : ''));

export async function home() {
  const {studies} = await api('GET', '/api/studies');
  const list = studies.length ? framed(t('Études'), h('table', {},
    headOf([t('Étude'), t('État'), t('Dernier changement'), t('Tenue par')]),
    h('tbody', {}, studies.map(row)))) : h('p', {class: 'reponse'}, t('Aucune étude pour l’instant. La première est prête en quelques secondes : les communes de France sont fournies.'));
  return {
    title: t('Études'),
    content: [h('h1', {}, t('Études')), h('p', {}, h('a', {href: '#/nouvelle', class: 'bouton principal'}, t('Nouvelle étude'))), list,
      h('p', {class: 'note'}, t('Chaque étude est un dossier : son fichier study.yaml, ses données, ses résultats. La ligne de commande et QGIS l’ouvrent tel quel.'))],
  };
}
