-- What a scenario changes, and how two results differ: a scenario and the study it starts from, or any two studies.

-- Changes made to the study before it was computed, in their order. Empty in a study without a scenario.
CREATE TABLE changement (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nature TEXT NOT NULL,        -- offre | site | population | horizon | etude
  service TEXT,
  code TEXT,                   -- commune or facility; NULL: everywhere
  libelle TEXT,
  vers TEXT,                   -- where it moves to: commune
  lib_vers TEXT,
  avant TEXT,                  -- in words, with its unit
  apres TEXT,
  depuis TEXT,                 -- first day, as the scenario gives it
  motif TEXT,                  -- reason, as the scenario gives it
  source TEXT,
  effet INTEGER NOT NULL       -- 1: made; 0: outside its dates on the day of the scenario
);

-- Communes that both results hold, before and after: one row a commune of the territory of the second. Empty where nothing is compared.
CREATE TABLE comparaison (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  lib_epci TEXT,
  population_avant REAL,
  population REAL,
  apl_avant REAL,
  apl REAL,
  apl_ecart REAL,              -- after less before
  nb_gp_avant REAL,
  nb_gp REAL,
  t_gp_avant REAL,             -- minutes to the nearest site; NULL: none within the search, or unknown
  t_gp REAL,
  t_gp_ecart REAL,
  t_pharma_avant REAL,
  t_pharma REAL,
  t_pharma_ecart REAL,
  t_urgence_avant REAL,
  t_urgence REAL,
  t_urgence_ecart REAL,
  zonage_avant TEXT,
  zonage TEXT,
  desert_avant INTEGER,        -- bits: 1 APL, 2 pharmacy, 4 emergency
  desert INTEGER,
  passage TEXT,                -- thresholds that it passes, in words; NULL: none
  approx INTEGER NOT NULL
);

-- Priority neighbourhoods that both results hold, before and after. Empty where nothing is compared.
CREATE TABLE comparaison_qpv (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  code_qp TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL,             -- after
  apl_avant REAL,
  apl REAL,
  apl_ecart REAL,              -- after less before
  t_gp_avant REAL,
  t_gp REAL,
  t_gp_ecart REAL,
  t_pharma_avant REAL,
  t_pharma REAL,
  t_pharma_ecart REAL,
  t_urgence_avant REAL,
  t_urgence REAL,
  t_urgence_ecart REAL,
  zonage_avant TEXT,
  zonage TEXT,
  desert_avant INTEGER,
  desert INTEGER,
  passage TEXT                 -- thresholds that it passes, in words; NULL: none
);

-- The same by territory, group of communes and neighbourhood, for every measure that both results hold.
CREATE TABLE comparaison_unite (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  maille TEXT NOT NULL,        -- territoire | departement | epci | tvs | qpv | avec_qpv | densite | revenu | age
  code TEXT NOT NULL,
  libelle TEXT,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,        -- temps: minutes to the nearest site
  nb_communes INTEGER NOT NULL,
  population REAL NOT NULL,    -- after
  avant REAL,                  -- mean by persons, where both are known
  apres REAL,
  ecart REAL,
  gagnent REAL NOT NULL,       -- persons better off after, worse off, as before, and where one of the two is unknown
  perdent REAL NOT NULL,
  inchanges REAL NOT NULL,
  inconnus REAL NOT NULL,
  sous_avant REAL,             -- persons on the wrong side of the threshold; NULL: there is none
  sous_apres REAL,
  tombent REAL,                -- persons who come to the wrong side, and who leave it
  sortent REAL,
  UNIQUE (maille, code, service, mesure)
);

-- Each threshold over the territory.
CREATE TABLE comparaison_seuil (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,
  sens TEXT NOT NULL,          -- sous | au-dela
  seuil_avant REAL NOT NULL,
  seuil REAL NOT NULL,
  unite TEXT NOT NULL,
  communes_avant INTEGER NOT NULL,
  communes INTEGER NOT NULL,
  population_avant REAL NOT NULL,
  population REAL NOT NULL,
  communes_tombent INTEGER NOT NULL,
  tombent REAL NOT NULL,
  communes_sortent INTEGER NOT NULL,
  sortent REAL NOT NULL,
  inconnus REAL NOT NULL,
  UNIQUE (service, mesure)
);

-- Communes that pass a threshold, in which direction.
CREATE TABLE comparaison_passage (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  libelle TEXT,
  lib_epci TEXT,
  population REAL NOT NULL,
  avant REAL,
  apres REAL,
  seuil REAL NOT NULL,
  passage TEXT NOT NULL,       -- tombe: comes to the wrong side | sort
  UNIQUE (service, mesure, insee_com)
);

-- People who travel in their own way (`modes`), before and after: by commune, neighbourhood, group of communes and over the territory. Empty
-- without groups in both results.
CREATE TABLE comparaison_groupe (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  groupe TEXT NOT NULL,        -- autres: people in no group; ensemble: everybody, each by their mode
  maille TEXT NOT NULL,        -- territoire | epci | commune | qpv
  code TEXT NOT NULL,
  libelle TEXT,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,        -- as for everybody; temps: minutes to the nearest site
  seuil_avant REAL,            -- NULL: there is none
  seuil REAL,
  population_avant REAL,       -- persons of the group; NULL: those of the place are unknown, and so are the counts below
  population REAL,             -- after
  avant REAL,                  -- NULL: unknown, or no trip from somewhere in the place
  apres REAL,
  ecart REAL,
  gagnent REAL,                -- persons better off after, worse off, as before, and where one of the two is unknown
  perdent REAL,
  inchanges REAL,
  inconnus REAL,
  sous_avant REAL,             -- persons on the wrong side of the threshold; NULL: there is none
  sous_apres REAL,
  indecis REAL,                -- persons of whom the side is not known, before or after
  tombent REAL,                -- persons who come to the wrong side, and who leave it
  sortent REAL,
  UNIQUE (groupe, maille, code, service, mesure)
);

-- How unequal access is, before and after.
CREATE TABLE comparaison_equite (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,
  groupe TEXT NOT NULL,
  indice TEXT NOT NULL,
  avant REAL,
  apres REAL,
  ecart REAL,
  UNIQUE (service, mesure, groupe, indice)
);

-- Patients to re-home: supply lost, and what could take it within reach.
CREATE TABLE comparaison_accueil (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  insee_com TEXT NOT NULL,     -- where the patients live
  libelle TEXT,
  perdus REAL NOT NULL,        -- acts a year, or hundredths of a full-time equivalent
  accueillis REAL NOT NULL,
  sans_place REAL NOT NULL,    -- perdus = accueillis + sans_place
  minutes REAL,                -- mean, of those taken
  vers TEXT,                   -- communes that take most of them, in words
  UNIQUE (service, insee_com)
);

-- Places that only one of the two results holds, and why they cannot be compared.
CREATE TABLE comparaison_absent (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  cote TEXT NOT NULL,          -- avant | apres
  maille TEXT NOT NULL,
  code TEXT NOT NULL,
  libelle TEXT,
  population REAL,
  motif TEXT NOT NULL,
  UNIQUE (cote, maille, code)
);
