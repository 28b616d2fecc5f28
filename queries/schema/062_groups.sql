-- People who do not travel as the study does: groups of 'modes'.

-- Their share of the people of each commune, neighbours included.
CREATE TABLE groupe_part (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  groupe TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  part REAL NOT NULL,          -- 0 to 1
  au_moins REAL,               -- minutes: lower bound of the time of a trip that is not found; NULL: none
  UNIQUE (groupe, insee_com)
);

-- Their access beside that of everybody, by commune of the territory and by priority neighbourhood.
CREATE TABLE acces_groupe (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  nom TEXT NOT NULL,           -- the group and the kind of places, in words
  groupe TEXT NOT NULL,
  maille TEXT NOT NULL,        -- commune | qpv
  code TEXT NOT NULL,
  libelle TEXT,
  part REAL NOT NULL,          -- percent of the people
  population REAL,             -- persons of the group; NULL: those of the place are unknown
  apl REAL,                    -- of the group, as acces_commune.apl for the others
  apl_ensemble REAL,           -- of all its people, each group by its mode
  t_gp REAL,                   -- of the group; NULL: unknown, or no trip from somewhere in the place
  t_pharma REAL,
  t_urgence REAL,
  t_gp_min REAL,               -- lower bound: places without a trip count at the longest one searched for
  t_pharma_min REAL,
  t_urgence_min REAL,
  sans_trajet TEXT,            -- services to which some have no trip within the longest one searched for, in words
  t_gp_etude REAL,             -- as the study travels
  t_pharma_etude REAL,
  t_urgence_etude REAL,
  desert INTEGER,              -- of the group, by the same thresholds as qpv.desert
  desert_lib TEXT,
  approx INTEGER NOT NULL,
  UNIQUE (groupe, maille, code)
);
