-- Sets of sites that no other beats on all three: fewer sites, more persons covered, less lack of access.
CREATE TABLE site_equite (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,           -- name of the request
  nb_sites INTEGER NOT NULL,
  couverts REAL NOT NULL,      -- persons within `minutes` of the request
  manque REAL NOT NULL,        -- mean lack under the threshold of access, a share of it (FGT1)
  gini REAL,                   -- of the access, over persons
  codes TEXT NOT NULL,
  libelles TEXT NOT NULL,
  prouve INTEGER NOT NULL
);
