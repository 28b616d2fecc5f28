-- Several years of a territory side by side (maillage series). Empty in a study.

-- APL of each commune of the last year over the years: first and last that are known, change, slope.
CREATE TABLE serie (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  lib_epci TEXT,
  population REAL,             -- of the last year
  annees INTEGER NOT NULL,     -- years whose APL is known
  annee_debut INTEGER,
  annee_fin INTEGER,
  apl_debut REAL,
  apl_fin REAL,
  apl_ecart REAL,              -- last less first; NULL with fewer than two years
  apl_pente REAL,              -- a year, by least squares
  approx INTEGER NOT NULL
);

-- Every figure, commune by commune and year by year; NULL unknown.
CREATE TABLE serie_valeur (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  annee INTEGER NOT NULL,
  population REAL,
  apl REAL,
  nb_gp REAL,
  UNIQUE (insee_com, annee)
);

-- The indicators of the territory, one row a year.
CREATE TABLE serie_annee (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  annee INTEGER NOT NULL UNIQUE,
  source TEXT NOT NULL,        -- of the APL
  population REAL NOT NULL,
  apl REAL,                    -- mean by population
  seuil REAL NOT NULL,
  sous REAL NOT NULL,          -- persons under the threshold
  couverts REAL NOT NULL,      -- persons at it or above
  part_couverte REAL,          -- percent of those whose APL is known
  inconnus REAL NOT NULL,      -- persons
  nb_gp REAL,                  -- NULL: the year is a published APL, without supply
  consultations REAL,          -- deployed that year, as the file or an indicator of the study gives them; NULL unknown
  arrivees REAL,               -- least number of GPs that came since the year `depuis`, summed over communes
  departs REAL,
  depuis INTEGER
);

-- The same trend by group of communes (EPCI).
CREATE TABLE serie_groupe (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  maille TEXT NOT NULL,        -- epci | tvs | qpv
  code TEXT NOT NULL,
  libelle TEXT,
  annees INTEGER NOT NULL,
  annee_debut INTEGER,
  annee_fin INTEGER,
  apl_debut REAL,
  apl_fin REAL,
  apl_ecart REAL,
  apl_pente REAL,
  sous_debut REAL,             -- persons under the threshold in the first year known, and in the last
  sous_fin REAL,
  UNIQUE (maille, code)
);

-- Targets of a local health contract, and how far they are.
CREATE TABLE serie_cible (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  indicateur TEXT NOT NULL,    -- under | covered_pct | apl | doctors | consultations
  cible REAL NOT NULL,
  annee_cible INTEGER NOT NULL,
  debut REAL,
  annee_debut INTEGER,
  fin REAL,
  annee_fin INTEGER,
  reste REAL,                  -- what is still to be gained; negative: the target is passed
  attendu REAL,                -- in the last year known, on a straight line from the first to the target
  avance REAL                  -- positive: ahead of that line
);

-- Communes of other years that the last does not hold.
CREATE TABLE serie_absent (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  annee INTEGER NOT NULL,
  insee_com TEXT NOT NULL,
  population REAL,
  motif TEXT NOT NULL          -- merged since, and with which one it counts, or not there
);
