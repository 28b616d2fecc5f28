-- What the five professions need: women by age, the whole activity of those who practise in several places, what is published for
-- each, and the parameters read in the sheets of the published workbooks.
ALTER TABLE lieu_age ADD COLUMN femmes REAL;   -- women among the persons; NULL unknown
ALTER TABLE offre ADD COLUMN activite REAL;    -- acts a year of the professional in all places; NULL: those of the row
ALTER TABLE acces ADD COLUMN demande REAL;     -- standardised persons the measure counted with; NULL for times

DROP TABLE apl_publiee;

-- Accessibility as the DREES publishes it, to compare with. A row whose code is not a commune of the study is kept when the
-- study holds its whole département: its people are then missing here.
CREATE TABLE apl_publiee (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,       -- gp, nurse, physio, midwife, dentist
  insee_com TEXT NOT NULL,
  connue INTEGER NOT NULL,     -- 1: a commune of the study
  libelle TEXT,
  apl REAL,                    -- professionals of all ages
  apl_65 REAL,                 -- of 65 and under: not to be mixed with the other
  pop_std REAL,                -- standardised persons, as published
  population REAL,             -- persons, as published
  millesime TEXT NOT NULL,
  UNIQUE (service, insee_com, millesime)
);

-- Rows of a sheet of parameters, as understood; `origine` says the cells when they were not.
CREATE TABLE apl_parametre (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  genre TEXT NOT NULL,         -- palier (minutes), poids (ages), borne_min, borne_max (acts a year), non_compris
  de REAL,                     -- from, minutes or years
  a REAL,                      -- to; NULL: and over
  valeur REAL,
  cloture TEXT,                -- gauche | droite, of a palier, when the sheet says
  ligne INTEGER NOT NULL,      -- row of the sheet
  texte TEXT NOT NULL          -- its cells
);

-- Looked up commune by commune.
CREATE INDEX lieu_commune ON lieu (insee_com);
CREATE INDEX qpv_commune_commune ON qpv_commune (insee_com);
