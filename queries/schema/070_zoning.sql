-- Zoning, its rules, its scenarios; social indicators; desert typologies and clusters.

-- Any figure by commune that a source gives.
CREATE TABLE indicateur (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  nom TEXT NOT NULL,           -- pauvrete, css ...
  valeur REAL,
  unite TEXT,
  millesime TEXT,
  UNIQUE (nom, insee_com)
);

-- Life territories that hold a commune of the territory.
CREATE TABLE tvs (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,                   -- of its communes that the study holds
  code TEXT NOT NULL UNIQUE,
  libelle TEXT,
  nature TEXT NOT NULL,        -- tvs, or what stands in for it: bv2022, bvcv, grand-quartier, commune
  nb_communes INTEGER NOT NULL, -- of the territory
  population REAL NOT NULL,    -- of those
  population_totale REAL NOT NULL, -- of all its communes, those outside the study included where their persons are known
  region_majoritaire TEXT,     -- region most of its people live in
  part_region REAL,            -- percent of them there
  apl REAL,                    -- mean by population, or what the rule looks at, of its communes where it is known
  part_connue REAL,            -- percent of its people it is known for; under 95 there is no rank, frame nor class by the rule
  rang INTEGER,                -- 1: lowest apl
  nb_gp REAL,
  nb_gp_60 REAL,               -- 60 and over; NULL where ages are not given
  cadre TEXT,                  -- selection | vivier | hors: given by the source, else by the rule
  zonage TEXT,                 -- in force
  zonage_regle TEXT,           -- what the rule says
  ecart TEXT,
  echange TEXT                 -- moins dotés | mieux dotés | hors: the zone of exchange; NULL: the rule has none, or it is not known
);

-- What does not hold together in the zoning that was loaded.
CREATE TABLE zonage_controle (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  motif TEXT NOT NULL,
  maille TEXT NOT NULL,
  code TEXT NOT NULL,
  detail TEXT
);

-- The two zonings compared.
CREATE TABLE scenario (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  cote TEXT NOT NULL UNIQUE,   -- A | B
  nom TEXT NOT NULL,
  regle TEXT NOT NULL,
  resume TEXT NOT NULL,        -- what it changes
  force INTEGER NOT NULL       -- 1: a refusal was passed over
);

-- Every change a scenario asks for, and what was said of it.
CREATE TABLE scenario_changement (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  cote TEXT NOT NULL,
  nature TEXT NOT NULL,        -- zonage | offre | seuil | apl
  maille TEXT,
  code TEXT,
  libelle TEXT,
  avant TEXT,
  apres TEXT,
  justification TEXT,
  refus TEXT                   -- why it should have been refused; NULL: allowed
);

-- Classes of both, by territory, commune and neighbourhood.
CREATE TABLE zonage_scenario (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  maille TEXT NOT NULL,        -- tvs | commune | qpv
  code TEXT NOT NULL,
  libelle TEXT,
  population REAL,
  apl_avant REAL,
  apl_apres REAL,
  cadre_avant TEXT,
  cadre_apres TEXT,
  avant TEXT,
  apres TEXT,
  UNIQUE (maille, code)
);

-- Members of the life territories of the study that are not in it: its buffer is too small for them.
CREATE TABLE tvs_hors_etude (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  tvs TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  population REAL,             -- persons, NULL when unknown
  UNIQUE (tvs, insee_com)
);

-- Who goes from which class to which; neighbourhoods are counted in their own class, so that persons sum to everybody.
CREATE TABLE zonage_transition (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  avant TEXT NOT NULL,
  apres TEXT NOT NULL,
  nb_tvs INTEGER NOT NULL,
  nb_communes INTEGER NOT NULL,
  nb_qpv INTEGER NOT NULL,
  population REAL NOT NULL,
  nb_gp REAL,                  -- NULL: the study has no supply of GPs
  nb_gp_60 REAL,
  UNIQUE (avant, apres)
);

CREATE TABLE zonage_jauge (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  cote TEXT NOT NULL,
  jauge TEXT NOT NULL,         -- ZIP, ZAC ..., marge, connu (people whose territory is judged)
  population REAL,             -- NULL: nobody is known to be of it, and the class of some is unknown
  part REAL,                   -- percent; marge: of the vivier
  minimum REAL,                -- percent; ZIP: the national selection
  maximum REAL,                -- ceiling; NULL: none known
  feu TEXT,                    -- vert | orange | rouge | depasse | insuffisant
  reserve TEXT,                -- neighbourhoods whose people are estimated or unknown
  UNIQUE (cote, jauge)
);

CREATE TABLE zonage_aide (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  aide TEXT NOT NULL UNIQUE,
  libelle TEXT NOT NULL,
  montant REAL,                -- EUR a doctor
  par TEXT,                    -- fois | an | demi-journée
  beneficiaires TEXT,
  habitants_gagnent REAL,      -- NULL: nobody’s class is known both before and after
  habitants_perdent REAL,
  gp_gagnent REAL,             -- GPs that work there, of the age it is for; NULL: it is for those who come
  gp_perdent REAL,
  enjeu_gagne REAL,            -- EUR a year, or once, if every one of them had it
  enjeu_perdu REAL,
  conditions TEXT,
  debut TEXT,                  -- first day it is open, 2026-01-01
  fin TEXT,                    -- last day, NULL while it is open
  preuve TEXT,                 -- in words: read in its source or not
  source TEXT
);

-- Communes that now have a better-aided one within reach.
CREATE TABLE zonage_voisin (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  classe TEXT,
  voisine TEXT NOT NULL,       -- the nearest such commune
  lib_voisine TEXT,
  classe_voisine TEXT NOT NULL,
  minutes REAL NOT NULL,
  population REAL NOT NULL,
  nb_gp REAL                   -- NULL: the study has no supply of GPs
);

-- Territories near a threshold, and what would tip them over.
CREATE TABLE zonage_seuil (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL,
  libelle TEXT,
  seuil REAL NOT NULL,
  apl REAL NOT NULL,
  ecart REAL NOT NULL,         -- apl - seuil
  commune TEXT,                -- where the change is supposed: the largest commune of the territory
  actes REAL,                  -- acts a year more (or less) there that bring it to the threshold
  medecins REAL,               -- the same in doctors
  UNIQUE (code, seuil)
);

-- Rank of each territory under other indicators; 1: worst served or most fragile.
CREATE TABLE zonage_rang (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL,
  libelle TEXT,
  indicateur TEXT NOT NULL,
  valeur REAL,
  rang INTEGER,
  UNIQUE (code, indicateur)
);
