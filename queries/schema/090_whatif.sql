-- What the page needs to answer "what if", computed once: see docs/methods/what-if.md.

-- One text in JSON a subject (nom); none where the study does not allow trying. Background of the map: step of a grid in metres, then the d of
-- an SVG path in its cells.
CREATE TABLE essai (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL UNIQUE,    -- donnees, zonage; limite: why there are no data; fond.route, fond.riviere...
  texte TEXT NOT NULL
);

-- Supply expected in some years at every place, neighbours included.
CREATE TABLE offre_attendue (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  annees INTEGER NOT NULL,     -- from now
  code TEXT NOT NULL,          -- of the place
  offre REAL NOT NULL,         -- acts a year, or full-time equivalents
  UNIQUE (service, annees, code)
);
