// A question tried without touching the study: the text of the study with one section of its own, saved beside it, and what a command answers.
import {command, load, save, versionOf} from '/assets/lib.js';

// The text of a study without its section of that name, and with another one at its end.
export function replaceSection(text, name, lines) {
  const kept = [];
  let inside = false;
  for (const line of text.split('\n')) {
    if (/^[^\s#]/.test(line)) inside = line.startsWith(name + ':');
    if (!inside) kept.push(line);
  }
  while (kept.length && !kept[kept.length - 1].trim()) kept.pop();
  return [...kept, '', `${name}:`, ...lines, ''].join('\n');
}

export class Draft {
  constructor(study, file, section, answers) {
    Object.assign(this, {study, file, section, answers, last: Promise.resolve()});
  }

  // One question at a time, in their order: they share a file.
  ask(lines, show) {
    const next = this.last.then(() => this.answer(lines, show));
    this.last = next.catch(() => {});
    return next;
  }

  async answer(lines, show) {
    const {text} = await load(this.study, 'study.yaml');
    await save(this.study, this.file, replaceSection(text, this.section, lines), await versionOf(this.study, this.file));
    return (await command(this.study, this.answers, {arguments: {STUDY: this.file}}, show)).json;
  }

  // Into the study: the next run computes it.
  async keep(lines) {
    const {text, version} = await load(this.study, 'study.yaml');
    await save(this.study, 'study.yaml', replaceSection(text, this.section, lines), version);
  }
}
