-- Statistical secrecy: what is said of a square of 200 m, and what is not.

-- Access of the squares of the territory, as it may be shown. A square of fewer than 11 households (or imputed, where households are
-- not known) shows no figure: secret says so, and the figures are NULL, which is not 0.
CREATE TABLE acces_carreau (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  code TEXT NOT NULL UNIQUE,
  insee_com TEXT NOT NULL,
  libelle TEXT,                -- name of the commune
  code_qp TEXT,
  population REAL,             -- persons of the commune counted in the square
  menages REAL,                -- households
  apl REAL,
  t_gp REAL,
  t_pharma REAL,
  t_urgence REAL,
  impute INTEGER,              -- 1: figures of the square imputed by INSEE
  secret TEXT                  -- n.d. (secret), or NULL
);

-- What was withheld, and why: one row per table.
CREATE TABLE secret (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL UNIQUE,    -- of the table
  colonnes TEXT NOT NULL,
  motif TEXT NOT NULL,
  nombre INTEGER NOT NULL,     -- rows without figures
  lignes INTEGER NOT NULL,     -- rows in all
  imputes INTEGER NOT NULL     -- rows of imputed squares
);
