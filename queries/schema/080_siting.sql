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
  rapproches REAL,             -- brought nearer than today, in the unit of the demand; NULL: there is no site today
  UNIQUE (nom, rang)
);

-- Sets of sites that no other beats on all three: fewer sites, more persons covered, a shorter longest time.
CREATE TABLE site_front (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,           -- name of the request
  nb_sites INTEGER NOT NULL,
  couverts REAL NOT NULL,      -- persons within `minutes` of the request
  plus_long REAL NOT NULL,     -- longest time to the nearest site of those who have one, min
  trajet REAL,                 -- mean minutes
  codes TEXT NOT NULL,
  libelles TEXT NOT NULL,
  prouve INTEGER NOT NULL
);
