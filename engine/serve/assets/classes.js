// The classes of zonings: those of general practitioners, and the five levels of the other professions.
export const ofDoctors = ['ZIP', 'ZAC', 'ZAR', 'ZV', 'HZ'];
export const levels = ['très sous-doté', 'sous-doté', 'intermédiaire', 'très doté', 'sur-doté'];
export const isClass = name => ofDoctors.includes(name) || levels.includes(name);
export const areLevels = classes => classes[0] === levels[0];

// As the style sheet names it; '' for an unknown class.
export const styleOf = name => levels.includes(name) ? 'niveau' + (levels.indexOf(name) + 1) : name || '';

// What a key on a line gives.
export const keysOf = classes => areLevels(classes) ? Object.fromEntries(classes.map((name, i) => [i + 1, name])) : {i: 'ZIP', a: 'ZAC', r: 'ZAR', v: 'ZV', h: 'HZ'};

function levelOf(text) {
  const words = text.replace(/[^A-Z]+/g, ' ');
  if (/\bSOUS DOTEE?S?\b/.test(words)) return /\bTRES SOUS\b/.test(words) ? levels[0] : levels[1];
  if (/\bINTERMEDIAIRE\b/.test(words)) return levels[2];
  if (/\bTRES DOTEE?S?\b/.test(words)) return levels[3];
  return /\bSUR ?DOTEE?S?\b|\bNON PRIORITAIRE\b/.test(words) ? levels[4] : null;
}

// "1 -Zone d'intervention prioritaire", "3_QPV_ZIP", "ZIP", "zone de vigilance", "1_Tres_sous_dotee": the class, or null.
export function classOf(words) {
  const text = words.toUpperCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').trim();
  const short = /^(?:\d\s*[-_]?\s*)?(?:QPV_|GQ_)?(ZIP|ZAC|ZAR|ZV|HZ|HV)$/.exec(text);
  if (short) return short[1] === 'HV' ? 'HZ' : short[1];
  if (/INTERVENTION PRIORITAIRE/.test(text)) return 'ZIP';
  if (/ACTION COMPLEMENTAIRE/.test(text)) return 'ZAC';
  if (/ACCOMPAGNEMENT REGIONAL/.test(text)) return 'ZAR';
  if (/VIGILANCE/.test(text)) return 'ZV';
  return /^(?:\d\s*[-_]?\s*)?HORS[ -]?(VIVIER|ZON)/.test(text) ? 'HZ' : levelOf(text);
}
