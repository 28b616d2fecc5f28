-- Rounds of mobile units: where they stop, when, what that brings. Hours are texts "08:30" of the day of the cycle.

CREATE TABLE tournee (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom LINESTRING,
  nom TEXT NOT NULL,           -- name of the request
  unite INTEGER NOT NULL,      -- 1 the first
  semaine INTEGER NOT NULL,    -- of the cycle, 1 the first
  jour INTEGER NOT NULL,       -- of the week, 1 Monday
  depart TEXT NOT NULL,
  retour TEXT NOT NULL,
  nb_arrets INTEGER NOT NULL,
  arrets TEXT NOT NULL,        -- names in order
  minutes_route REAL NOT NULL,
  minutes_soin REAL NOT NULL,  -- of sessions
  km REAL NOT NULL,
  sur_route INTEGER NOT NULL,  -- 1: the line follows roads; 0: straight between stops
  constat TEXT                 -- why no more session: rien | temps | ferme | portee; NULL: there is no room for one
);

CREATE TABLE arret (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  nom TEXT NOT NULL,
  unite INTEGER NOT NULL,
  semaine INTEGER NOT NULL,
  jour INTEGER NOT NULL,
  ordre INTEGER NOT NULL,      -- on the round
  code TEXT NOT NULL,          -- commune, neighbourhood or facility
  libelle TEXT,
  nature TEXT NOT NULL,        -- commune | qpv | lieu (a facility)
  route REAL NOT NULL,         -- minutes from the stop before
  arrivee TEXT NOT NULL,
  debut TEXT NOT NULL,
  fin TEXT NOT NULL,
  reprise TEXT NOT NULL,       -- leaves
  pause TEXT,                  -- start of a lunch taken here
  habitants REAL NOT NULL,     -- targeted persons it serves, those of other stops too
  apport REAL NOT NULL,        -- persons, or consultations, that the visits before it do not bring
  actes REAL                   -- consultations of the session
);

CREATE TABLE tournee_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL UNIQUE,
  but TEXT NOT NULL,           -- personnes | consultations
  unites INTEGER NOT NULL,
  semaines INTEGER NOT NULL,
  nb_arrets INTEGER NOT NULL,
  nb_lieux INTEGER NOT NULL,
  nb_qpv INTEGER NOT NULL,
  cible REAL NOT NULL,         -- persons, or consultations lacking over the cycle
  a_portee REAL NOT NULL,      -- persons within reach of a session, each once
  apport REAL NOT NULL,        -- persons weighed by the visits they have (more than `cible` when many have several), or consultations
  borne REAL NOT NULL,
  ecart REAL NOT NULL,         -- (bound - brought) / bound, 0 when proved
  prouve INTEGER NOT NULL,
  manques INTEGER NOT NULL,    -- required visits that do not fit
  impossibles INTEGER NOT NULL, -- stops that fit no day, see reject
  heures_route REAL NOT NULL,
  heures_soin REAL NOT NULL,
  km REAL NOT NULL,
  methode TEXT NOT NULL,
  capacite REAL NOT NULL,      -- consultations that the sessions of the cycle can give
  jours_libres INTEGER NOT NULL, -- days of a unit with room for one more session
  constat TEXT                 -- why: cible | portee | rien | temps; NULL: there are none
);

-- Access with the sessions of the round counted as supply.
CREATE TABLE tournee_acces (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  apl_avant REAL,
  apl_apres REAL,
  UNIQUE (nom, insee_com)
);
