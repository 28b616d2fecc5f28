-- Perimeters of health policies given by lists of communes: CPTS, CLS, CRT. A commune may belong to several of a kind.
CREATE TABLE appartenance (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  kind TEXT NOT NULL,          -- cpts, cls, crt, ... as the study file names it
  code TEXT NOT NULL,          -- of the perimeter; its name when the file has no code
  libelle TEXT,
  UNIQUE (kind, code, insee_com)
);
