-- Next-best sets of a siting request: ties, and what is lost by taking another set.
CREATE TABLE site_variante (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,           -- name of the request
  rang INTEGER NOT NULL,       -- 1: the best set that is not the chosen one
  valeur REAL NOT NULL,        -- of the objective, in site_bilan.unite
  perte REAL NOT NULL,         -- how much worse than the chosen set; 0: a tie
  codes TEXT NOT NULL,         -- of the new sites
  libelles TEXT NOT NULL,
  prouve INTEGER NOT NULL,     -- 1: no set between it and the one before
  UNIQUE (nom, rang)
);
