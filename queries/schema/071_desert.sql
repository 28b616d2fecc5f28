-- What the rule of deserts says: combinations of criteria, typologies, clusters, vulnerability.

-- People by combination of the criteria of the rule; parts sum to 100. Criteria unknown in every commune are left out: the
-- combinations that need one are unknown.
CREATE TABLE desert_combinaison (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  combinaison INTEGER NOT NULL UNIQUE, -- bits of the criteria, in the order of the rule
  libelle TEXT NOT NULL,
  nb_communes INTEGER,         -- NULL: unknown, as the persons
  population REAL,
  part REAL
);

-- People by kind of place, and those in a desert.
CREATE TABLE desert_typologie (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  typologie TEXT NOT NULL,     -- densité en 7, densité en 3, taille, unité urbaine, quartiers prioritaires
  classe TEXT NOT NULL,
  nb_communes INTEGER NOT NULL,
  population REAL NOT NULL,
  en_desert REAL NOT NULL,     -- persons of communes where the rule holds
  part REAL,                   -- percent of the persons of the class
  UNIQUE (typologie, classe)
);

-- Spatial clusters of the APL: local Moran's I.
CREATE TABLE grappe (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  apl REAL NOT NULL,
  moran REAL NOT NULL,
  p REAL NOT NULL,             -- one-sided, of the permutations
  genre TEXT NOT NULL,         -- bas-bas, haut-haut, bas-haut, haut-bas
  retenue INTEGER NOT NULL     -- 1: holds when false discoveries are held under the rate of the study
);

-- Composite of ranks, from 0 (least fragile) to 1.
CREATE TABLE vulnerabilite (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL NOT NULL,
  score REAL,
  rang INTEGER,                -- 1: most fragile
  connus INTEGER NOT NULL,     -- figures known there
  en_desert INTEGER NOT NULL
);
CREATE TABLE vulnerabilite_rang (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  indicateur TEXT NOT NULL,
  valeur REAL,
  rang REAL,                   -- share of communes that are less fragile
  poids REAL NOT NULL,
  UNIQUE (insee_com, indicateur)
);

-- Communes of the areas.
CREATE TABLE desert_commune (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  zone TEXT NOT NULL           -- INSEE code of the largest commune of its area
);
CREATE INDEX desert_commune_zone ON desert_commune (zone);

-- More of each area: its doctors by age, and the nearest commune out of any desert that has one.
CREATE TABLE desert_zone (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  commune TEXT NOT NULL UNIQUE, -- the largest, which gives the name
  population REAL NOT NULL,
  nb_communes INTEGER NOT NULL,
  nb_gp REAL,                  -- NULL: the study has no supply of GPs
  nb_gp_55 REAL,               -- of 55 and over; NULL where ages are not given
  nb_gp_60 REAL,
  relais TEXT,                 -- INSEE code of the relief
  lib_relais TEXT,
  minutes REAL,                -- from the largest commune
  marqueurs TEXT               -- means of the social indicators of the study
);
