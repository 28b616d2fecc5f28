-- What is derived from access: income beside it, supply in some years, sensitivity to conventions, unmet need.

-- Median disposable income a consumption unit (Filosofi), and poverty.
CREATE TABLE revenu (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  revenu REAL,                 -- median, euros a year and consumption unit; NULL: withheld
  pauvrete REAL,               -- percent of people under 60 % of the national median
  millesime TEXT
);

-- What communes lack to reach a threshold of access: one row a commune of the territory that lacks something, or that is far.
CREATE TABLE besoin (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  population REAL NOT NULL,
  acces REAL,                  -- APL, in its unit; NULL: unknown
  manque REAL,                 -- units of supply a year: consultations for GPs, full-time equivalents for others
  etp REAL,                    -- the same in professionals, as those who stand in the territory
  sur_place REAL,              -- what would have to be added in the commune itself, which serves its neighbours too
  sur_place_etp REAL,
  minutes REAL,                -- to the nearest site; NULL: none within the search
  loin REAL NOT NULL,          -- persons beyond the limit
  zone INTEGER,                -- id of besoin_zone
  UNIQUE (service, insee_com)
);

-- The same for the whole territory (zone 0) and for each contiguous area of communes under the threshold.
CREATE TABLE besoin_zone (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  zone INTEGER NOT NULL,       -- 0: the territory
  nom TEXT NOT NULL,           -- its largest commune
  nb_communes INTEGER NOT NULL, -- under the threshold
  population REAL NOT NULL,    -- persons under the threshold
  manque REAL NOT NULL,        -- SUM P (threshold - access): the least that can do
  etp REAL NOT NULL,
  loin REAL NOT NULL,          -- persons with no site within the limit; of the whole territory for zone 0
  inconnu REAL NOT NULL,       -- persons whose access is not known
  ou TEXT,                     -- commune where the least has to be added, alone, for all of the area to reach the threshold
  ajout REAL,                  -- units of supply to add there; NULL: no single commune reaches all of the area
  ajout_etp REAL,
  UNIQUE (service, zone)
);

-- Access in some years, from the ages of doctors and the moves that are known: one row a commune of the territory and horizon.
CREATE TABLE perspective (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  annees INTEGER NOT NULL,     -- from now; 0: now
  offre REAL NOT NULL,         -- expected supply given in the commune: acts a year, or full-time equivalents
  acces REAL,                  -- APL, in its unit
  bascule TEXT,                -- tombe: falls under the threshold; remonte: rises to it; NULL: as now
  UNIQUE (service, annees, insee_com)
);

-- The same for the territory.
CREATE TABLE perspective_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  annees INTEGER NOT NULL,
  offre REAL NOT NULL,         -- expected supply of the territory
  partis REAL NOT NULL,        -- of what there is now, expected to have stopped and not been replaced
  mouvements REAL NOT NULL,    -- arrivals less departures of the study file
  moyenne REAL,                -- APL, by standardised population
  communes_sous INTEGER NOT NULL,
  population_sous REAL NOT NULL, -- persons under the threshold
  communes_tombees INTEGER NOT NULL,
  population_tombee REAL NOT NULL, -- of communes that are not under it now
  UNIQUE (service, annees)
);

-- What the access of a commune owes to conventions: one row a commune of the territory.
CREATE TABLE sensibilite (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL,
  part REAL,                   -- percent of the runs in which it is beyond the threshold; NULL: no value in any
  mini REAL,                   -- of the measure over the runs, in its unit
  mediane REAL,
  maxi REAL,
  decide TEXT,                 -- convention that decides whether it is beyond the threshold; NULL: all runs agree
  decide_part REAL,            -- percent of the variance of the flag it explains alone (first-order index)
  approx INTEGER NOT NULL
);

-- The same for the territory: means over the runs that take a level of a convention.
CREATE TABLE sensibilite_niveau (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  facteur TEXT NOT NULL,
  niveau TEXT NOT NULL,
  calculs INTEGER NOT NULL,    -- runs with that level
  moyenne REAL,                -- measure, by standardised population
  communes_sous REAL NOT NULL, -- beyond the threshold
  population_sous REAL NOT NULL,
  part_variance REAL,          -- percent of the variance of population_sous the convention explains alone
  UNIQUE (facteur, niveau)
);

-- How sure the access of a commune is: one row a commune of the territory. Intervals hold 90 % of the draws.
CREATE TABLE incertitude (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL,
  valeur REAL,                 -- of the measure, as computed
  probabilite REAL,            -- percent of the draws in which it is beyond the threshold; NULL: no value in any
  constat TEXT,                -- sous | pres | dessus : beyond the threshold, near it, within it
  bas REAL,                    -- of the measure over the draws, in its unit
  mediane REAL,
  haut REAL,
  rang INTEGER,                -- median rank, 1 the worst served
  rang_bas INTEGER,
  rang_haut INTEGER,
  approx INTEGER NOT NULL
);

-- The same for the territory.
CREATE TABLE incertitude_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  constat TEXT NOT NULL UNIQUE, -- sous | pres | dessus | inconnu; tous: beyond the threshold over the draws
  communes REAL NOT NULL,
  population REAL NOT NULL,    -- persons; tous: median of the draws
  bas REAL,                    -- tous: persons, interval of 90 %
  haut REAL
);

-- The computed figure beside the published one, one row a commune of the territory where both are known. A part is what an ingredient
-- of the study makes instead of the one looked at beside it (NULL: none was); ecart = offre + demande + decroissance + trajet + reste.
CREATE TABLE ecart_publie (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL,
  calculee REAL NOT NULL,
  publiee REAL NOT NULL,
  millesime TEXT,              -- of the published figure
  ecart REAL NOT NULL,         -- calculee - publiee
  offre REAL,                  -- supply of the study rather than that of the published year
  demande REAL,                -- persons
  decroissance REAL,           -- decay
  trajet REAL,                 -- way of travelling
  reste REAL NOT NULL,         -- what no ingredient looked at makes
  constat TEXT NOT NULL,       -- accord: within the band; else the largest part: offre | demande | decroissance | trajet | reste
  dans_intervalle INTEGER,     -- 1: the published figure is within the interval of the table incertitude; NULL: none is known
  approx INTEGER NOT NULL
);

-- The same by part, over the communes.
CREATE TABLE ecart_publie_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  constat TEXT NOT NULL UNIQUE, -- accord | offre | demande | decroissance | trajet | reste
  moyenne REAL,                -- of the part, by persons; NULL for accord
  absolue REAL,                -- mean of its absolute value
  communes REAL NOT NULL,      -- of which it is the finding
  population REAL NOT NULL     -- their persons
);

-- What the reading of the road network kept, left out or did not understand, and how points came to stand on it.
CREATE TABLE reseau (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  element TEXT NOT NULL UNIQUE,
  nombre INTEGER NOT NULL,
  effet TEXT                   -- what becomes of them
);
