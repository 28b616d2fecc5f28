-- The tables of a study, version 4. Layers carry `geom`; the rest are attribute tables. Every table has an integer
-- primary key: GeoPackage asks for it, and GDAL and QGIS cannot read a table WITHOUT ROWID.
-- Codes are text. Persons and rates are REAL. NULL is "unknown"; 0 access is "no access".

-- Communes: those of the territory (perimetre = 1) and the neighbours whose people and doctors count (0).
CREATE TABLE commune (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  siren_epci TEXT,
  lib_epci TEXT,
  insee_dep TEXT,
  insee_reg TEXT,
  cog INTEGER,                 -- year of the official geographic code of insee_com
  population REAL,             -- municipal population, persons; NULL when no source gave it
  pop_std REAL,                -- standardised population given by a source, persons
  surface_km2 REAL,
  densite INTEGER,             -- communal density grid, 1 dense .. 7 very dispersed
  espace TEXT,                 -- urbain | rural, from densite (rural = 5..7)
  moins_2000 INTEGER,          -- 1 when population < 2000
  tvs TEXT,
  lib_tvs TEXT,
  uu TEXT,                     -- urban unit; a code that ends with 000 after the département: outside any
  zonage TEXT,                 -- class of the commune: its own, else that of its TVS
  perimetre INTEGER NOT NULL DEFAULT 0,
  approx INTEGER NOT NULL DEFAULT 0, -- 1: outline is a Voronoi cell, not the real one
  x REAL NOT NULL,             -- centre, in the coordinates of the study, m
  y REAL NOT NULL
);

-- Communes that have merged or changed code before the year of the study, as the sources `changes` and `other_year` tell.
CREATE TABLE commune_fusion (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  ancien TEXT NOT NULL UNIQUE, -- code of a commune that is no more in the year of the study
  nouveau TEXT NOT NULL        -- the commune of the study that holds it
);

-- Where people and doctors are. nature: commune (its centre, where its people are counted), carreau (a square of 200 m, where
-- its people are counted), centre (that of a commune whose people are counted in its squares: supply stands there, nobody lives).
CREATE TABLE lieu (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  code TEXT NOT NULL UNIQUE,
  insee_com TEXT NOT NULL,
  nature TEXT NOT NULL DEFAULT 'commune',
  code_qp TEXT,                -- QPV the middle of the square lies in; NULL: none, or not a square
  menages REAL,                -- households of a square, NULL: not known
  impute INTEGER,              -- 1: a square whose figures INSEE has imputed
  population REAL NOT NULL,    -- persons
  pop_std REAL,                -- standardised persons used by the last access run
  base_std TEXT,               -- ages | donnee | population : where pop_std comes from
  densite INTEGER,
  perimetre INTEGER NOT NULL
);

-- Persons by age band of a demand point; age_max NULL: no upper end.
CREATE TABLE lieu_age (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL,
  age_min INTEGER NOT NULL,
  age_max INTEGER,
  personnes REAL NOT NULL,
  UNIQUE (code, age_min)
);

-- Squares of 200 m of the population grid, as published: they place the centre of their commune, or are demand points of their
-- own. impute 1: fewer than 11 households, the figures are imputed.
CREATE TABLE carreau (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  insee_com TEXT NOT NULL,
  x REAL NOT NULL,             -- centre, in the coordinates of the study, m
  y REAL NOT NULL,
  population REAL,             -- persons
  menages REAL,                -- households
  impute INTEGER NOT NULL
);

-- Accessibility as the DREES publishes it, to compare with.
CREATE TABLE apl_publiee (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  apl REAL,                    -- doctors of all ages
  apl_65 REAL,                 -- doctors of 65 and under: not to be mixed with the other
  millesime TEXT NOT NULL,
  UNIQUE (insee_com, millesime)
);

CREATE TABLE qpv (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  code_qp TEXT NOT NULL UNIQUE,
  libelle TEXT,
  population REAL,             -- persons, NULL when unknown
  population_source TEXT,      -- source, or estimated from: carreaux, surface; NULL when unknown
  communes TEXT,               -- INSEE codes, separated by a space
  apl REAL,
  t_gp REAL,
  t_pharma REAL,
  t_urgence REAL,
  desert INTEGER,              -- as for a commune
  desert_lib TEXT,
  zonage TEXT,
  repare INTEGER NOT NULL DEFAULT 0, -- 1: the published ring was invalid and was repaired
  approx INTEGER NOT NULL DEFAULT 0  -- 1: a disc around a point, not the real perimeter
);

-- How the people of a QPV are shared among its communes; shares sum to 1 a QPV.
CREATE TABLE qpv_commune (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code_qp TEXT NOT NULL,
  insee_com TEXT NOT NULL,
  part REAL NOT NULL,
  methode TEXT NOT NULL,       -- surface | egale
  UNIQUE (code_qp, insee_com)
);

CREATE TABLE etablissement (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  code TEXT NOT NULL,
  libelle TEXT,
  categorie TEXT NOT NULL,
  insee_com TEXT,
  precision TEXT,              -- adresse | commune : a point at the commune centre says so
  horaires TEXT,               -- opening hours over a week, as in Mo-Fr 08:00-20:00; NULL: not given
  capacite REAL,               -- persons that it can serve; NULL: what the request gives to every site
  perimetre INTEGER NOT NULL,
  UNIQUE (code, categorie)
);

-- Supply located at the centre of a commune.
CREATE TABLE offre (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL,
  service TEXT NOT NULL,       -- gp, pharmacy, emergency...
  scenario TEXT NOT NULL DEFAULT 'actuel',
  quantite REAL NOT NULL,      -- head count, full-time equivalents or acts a year, see unite
  unite TEXT NOT NULL,         -- personnes | etp | actes | actes_centre
  medecins REAL,               -- GPs: heads, full-time equivalents, or acts in full times; NULL before access is computed
  age REAL,                    -- of the professional, when a source gives it
  precision TEXT,              -- how the commune is known: commune | etablissement | code_postal
  etablissement TEXT           -- FINESS number of the place of work, when the study holds it
);
CREATE INDEX offre_service ON offre (service, scenario, insee_com);

CREATE TABLE zonage (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  maille TEXT NOT NULL,        -- commune | tvs | qpv | grand_quartier
  code TEXT NOT NULL,
  libelle TEXT,
  zonage TEXT NOT NULL,        -- ZIP, ZAC, ZAR, ZV, HZ; ELIGIBLE for a QPV not told which
  cadre TEXT,                  -- selection | vivier | hors : the national frame, when given
  millesime TEXT,
  tvs TEXT,                    -- territory the source puts a commune or a neighbourhood in
  lib_tvs TEXT,
  region TEXT,                 -- of a commune, when the source gives it
  UNIQUE (maille, code)
);

-- One value a demand point, service and measure.
CREATE TABLE acces (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  code TEXT NOT NULL,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,        -- apl, temps
  valeur REAL,                 -- unit in the table parametre; NULL: nothing within the limit looked at
  UNIQUE (service, mesure, code)
);

-- How unequally a measure is shared among the persons of the territory; persons are residents, not standardised.
CREATE TABLE equite (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  service TEXT NOT NULL,
  mesure TEXT NOT NULL,
  par TEXT NOT NULL DEFAULT '', -- what the study groups communes by (siren_epci, densite, an indicator); empty for the groups of always
  groupe TEXT NOT NULL,        -- tous, urbain, rural, qpv (communes with one), hors_qpv; else the code of the group
  libelle TEXT,                -- name of a group of the study
  nb_communes INTEGER NOT NULL, -- with persons and a known value
  population REAL NOT NULL,
  moyenne REAL,                -- by persons
  gini REAL,
  d10_d1 REAL,
  theil REAL,
  theil_entre REAL,            -- part of theil between urbain, rural and unknown; tous only
  theil_dans REAL,             -- the rest of it, within them
  theil_entre_qpv REAL,        -- part of theil between communes with a QPV and without; tous only
  theil_entre_groupes REAL,    -- part of theil between the groups of the study; tous only
  palma REAL,                  -- mean where income is above its 90 % quantile, over that at or below its 40 % one
  concentration REAL,          -- by income: above 0 when the better off are better served
  erreygers REAL,
  sans_revenu REAL NOT NULL,   -- persons where no income is known: not in the three before
  seuil REAL,                  -- of fgt; NULL where no threshold is known
  fgt0 REAL,                   -- share of persons strictly under it
  fgt1 REAL,
  fgt2 REAL,
  UNIQUE (service, mesure, par, groupe)
);

-- What a planner looks at: one row a commune of the territory.
CREATE TABLE acces_commune (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  insee_com TEXT NOT NULL UNIQUE,
  libelle TEXT,
  lib_epci TEXT,
  population REAL,
  pop_std REAL,                -- standardised persons
  apl REAL,                    -- GP consultations a year and standardised inhabitant
  apl_publie REAL,             -- published, all ages, last vintage given; NULL when none is
  apl_publie_65 REAL,          -- published, doctors of 65 and under
  apl_difference REAL,         -- apl - apl_publie
  nb_gp REAL,                  -- GPs working in the commune; NULL: the study has no supply of GPs
  t_gp REAL,                   -- minutes to the nearest commune with a GP
  t_pharma REAL,               -- minutes to the nearest pharmacy
  t_urgence REAL,              -- minutes to the nearest emergency service
  densite INTEGER,
  espace TEXT,
  moins_2000 INTEGER,
  zonage TEXT,
  zonage_regle TEXT,           -- frame the rule of the study gives: ZIP, vivier, hors vivier
  zonage_ecart TEXT,           -- how the class departs from it; NULL when it agrees or cannot be compared
  desert INTEGER,              -- bits: 1 APL, 2 pharmacy, 4 emergency; NULL when none holds and one is unknown
  desert_lib TEXT,             -- the same in words, then the criteria that are unknown
  n_qpv INTEGER,
  approx INTEGER NOT NULL
);

-- Times asked for: the nearest site of each commune of the territory, at the time of the week asked for and at any time. With squares,
-- times are means over those of the commune, and sites those of the nearest to its centre.
CREATE TABLE temps (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,           -- name of the request
  insee_com TEXT NOT NULL,
  libelle TEXT,
  population REAL NOT NULL,    -- persons
  personnes REAL NOT NULL,     -- of those who are counted
  minutes REAL,                -- to the nearest site open then; NULL: none within the search
  site TEXT,                   -- its code
  lib_site TEXT,
  minutes_sans REAL,           -- to the nearest site whatever the hours
  passe REAL,                  -- lowest limit, minutes, that the commune passes because sites are closed then; NULL: none
  UNIQUE (nom, insee_com)
);

-- Who is farther than each limit.
CREATE TABLE temps_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  libelle TEXT NOT NULL,       -- words for readers
  quand TEXT,                  -- time of the week; NULL: any
  qui TEXT NOT NULL,           -- who is counted
  sites INTEGER NOT NULL,      -- open then
  sites_fermes INTEGER NOT NULL,
  minutes REAL NOT NULL,       -- limit
  personnes REAL NOT NULL,     -- all that are counted
  au_dela REAL NOT NULL,       -- of whom farther than the limit
  au_dela_sans REAL NOT NULL,  -- farther than the limit whatever the hours
  passent REAL NOT NULL,       -- farther because sites are closed then
  communes INTEGER NOT NULL,   -- whose time is over the limit
  t_moyen REAL,                -- minutes, mean by persons whose time is known
  inconnu REAL NOT NULL,       -- persons without any site within the search: they count as farther
  UNIQUE (nom, minutes)
);

-- Contiguous areas of communes flagged for their APL.
CREATE TABLE desert (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  nom TEXT NOT NULL,
  espace TEXT NOT NULL,        -- urbain | rural | mixte
  nb_communes INTEGER NOT NULL,
  population REAL NOT NULL,
  pop_moins_2000 REAL NOT NULL,
  apl REAL,                    -- mean, by standardised population
  manque REAL,                 -- consultations a year missing to reach the threshold
  communes TEXT NOT NULL,
  approx INTEGER NOT NULL
);

-- People by kind of place and what they lack; a group `tous` and its parts.
CREATE TABLE desert_bilan (
  id INTEGER PRIMARY KEY NOT NULL,
  groupe TEXT NOT NULL UNIQUE, -- tous, urbain, rural, moins_2000, 2000_et_plus
  nb_communes INTEGER NOT NULL,
  population REAL NOT NULL,
  sans_medecin REAL,           -- persons where the APL is under the threshold; NULL: unknown in every commune
  sans_pharmacie REAL,         -- ... beyond the time to a pharmacy
  sans_urgence REAL,           -- ... beyond the time to an emergency service
  un_manque REAL,              -- one of the three or more; NULL: one of them is unknown
  trois_manques REAL,
  inconnu REAL                 -- persons for whom one of the three or more is unknown: the others are then lower bounds
);

-- Nearest-site areas (nature = affectation) and distance rings (nature = anneau).
CREATE TABLE bassin (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  nom TEXT NOT NULL,           -- name of the catchment request
  nature TEXT NOT NULL,
  site TEXT,                   -- code of the site; NULL for a ring around all sites
  libelle TEXT,
  minutes REAL,                -- upper limit; NULL: beyond the last limit
  population REAL NOT NULL,
  nb_communes INTEGER NOT NULL,
  t_moyen REAL                 -- minutes, mean by population
);
CREATE INDEX bassin_nom ON bassin (nom, nature, minutes, libelle);

-- Sites of a catchment request: who they are the nearest to, and whom they serve under their capacity.
CREATE TABLE bassin_site (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  site TEXT NOT NULL,
  libelle TEXT,
  capacite REAL NOT NULL,      -- persons it can serve
  servis REAL NOT NULL,        -- persons it serves
  t_moyen REAL,                -- minutes, mean of those it serves
  methode TEXT NOT NULL,       -- rank: site after site; optimal: least total time
  UNIQUE (nom, site)
);

-- How many sites of a request stand within a time of each demand point.
CREATE TABLE bassin_nombre (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  code TEXT NOT NULL,
  minutes REAL NOT NULL,
  sites REAL NOT NULL,
  gp REAL NOT NULL,            -- GPs within that time, by commune centre
  UNIQUE (nom, code, minutes)
);

-- Proposed sites of a siting request, in the order of what they bring.
CREATE TABLE site (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  nom TEXT NOT NULL,           -- name of the request
  modele TEXT NOT NULL,        -- p-median, mclp, fgt1 ...
  rang INTEGER NOT NULL,
  code TEXT NOT NULL,          -- of the candidate: commune, facility or square
  insee_com TEXT,              -- its commune
  libelle TEXT,
  personnes REAL NOT NULL,     -- persons brought within `minutes` beside the sites that stand
  minutes REAL NOT NULL,
  medecins REAL NOT NULL,      -- full-time equivalents there
  gain REAL NOT NULL,          -- what it adds at its turn, in site_bilan.unite_perte
  perte REAL NOT NULL,         -- what is lost when it alone closes
  force INTEGER NOT NULL,      -- 1: the study wanted it
  desservis REAL NOT NULL,     -- persons within `minutes` to whom it is the nearest site
  par_medecin REAL             -- those for a doctor there, those of today with the new ones; NULL where access is not measured
);
CREATE TABLE site_bilan (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL UNIQUE,
  modele TEXT NOT NULL,
  objet TEXT NOT NULL,         -- what is sought
  sens TEXT NOT NULL,          -- max | min
  nb_sites INTEGER NOT NULL,
  nb_demandes INTEGER,         -- sites asked for, NULL where their number is free
  sites_avant INTEGER NOT NULL, -- that stand today
  minutes REAL NOT NULL,
  avant REAL,                  -- objective with the sites that stand, in `unite`; NULL: none, or someone reaches none
  apres REAL,                  -- NULL: the longest time is beyond the search limit
  borne REAL,                  -- no choice does better
  ecart REAL NOT NULL,         -- |bound - objective| / objective, 0 when proved
  prouve INTEGER NOT NULL,
  arret INTEGER NOT NULL,      -- 1: a limit was met before the proof
  methode TEXT NOT NULL,
  unite TEXT NOT NULL,
  unite_perte TEXT NOT NULL,   -- of site.gain and site.perte
  non_desservis_avant REAL,    -- persons who reach no site within the search limit; NULL: there is no site
  non_desservis REAL NOT NULL, -- the same after
  trajet_avant REAL,           -- mean minutes to the nearest site of those who reach one; NULL: nobody does
  trajet_apres REAL,
  couverts_avant REAL,         -- persons within `minutes`; NULL: there is no site
  couverts_apres REAL NOT NULL,
  rapproches REAL,             -- persons with a shorter time; NULL: there was no site
  medecins REAL NOT NULL,      -- full-time equivalents placed
  seuil REAL,                  -- of the access, consultations; NULL with the rest where access is not measured
  desert_avant REAL,           -- persons of places under it
  desert_apres REAL,
  communes_avant INTEGER,      -- such places
  communes_apres INTEGER,
  apl_min_avant REAL,          -- least access of a place with inhabitants
  apl_min_apres REAL,
  constat TEXT,                -- why there are fewer sites than asked for: seuil | inconnu | demande | couverts | effet | suffit
  ex_aequo INTEGER,            -- other sets found that are as good on the objective; NULL: not looked for
  ex_aequo_tous INTEGER,       -- 1: there are no others
  departage TEXT               -- the set is the best of these on the second objective: prouve | examines (of those found)
);
CREATE TABLE affectation (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL,
  code TEXT NOT NULL,          -- demand point
  site TEXT,                   -- code of the site or commune it goes to
  minutes REAL,
  avant REAL,                  -- minutes before
  apl_avant REAL,              -- access before, consultations a year and standardised inhabitant
  apl REAL,                    -- after
  desert TEXT,                 -- sort | reste: places under the threshold before
  UNIQUE (nom, code)
);

-- Population of the zoning classes, and what the orders allow.
CREATE TABLE jauge (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  zonage TEXT NOT NULL UNIQUE,
  population REAL NOT NULL,
  part REAL,                   -- percent of the territory's population, unknown class included
  nb_communes INTEGER NOT NULL
);

-- Rows a loader set aside, and why.
CREATE TABLE reject (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  source TEXT NOT NULL,        -- "supply[0]"
  ligne INTEGER,               -- row in the file, from 1, header excluded
  code TEXT,
  motif TEXT NOT NULL,
  valeur TEXT
);

CREATE TABLE provenance (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  source TEXT NOT NULL UNIQUE,
  jeu TEXT NOT NULL,
  chemin TEXT NOT NULL,        -- as written in the study file
  sha256 TEXT NOT NULL,
  octets INTEGER NOT NULL,
  millesime TEXT,
  producteur TEXT,
  licence TEXT,
  lues INTEGER NOT NULL,
  gardees INTEGER NOT NULL,
  rejetees INTEGER NOT NULL,
  note TEXT
);

-- Conventions and parameters behind the figures, by stage.
CREATE TABLE parametre (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  etape TEXT NOT NULL,
  nom TEXT NOT NULL,
  valeur TEXT NOT NULL,
  unite TEXT,
  origine TEXT,                -- etude (given in the study file) | defaut, with its source
  UNIQUE (etape, nom)
);

-- Stages done: fingerprint of parameters and inputs, so that only what changed is redone.
CREATE TABLE etape (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  nom TEXT NOT NULL UNIQUE,
  empreinte TEXT NOT NULL,
  version TEXT NOT NULL,
  resume TEXT NOT NULL
);

-- When a stage ended and how long it took, and within it each request: no result, apart so that all other tables are the same each time.
CREATE TABLE duree (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  etape TEXT NOT NULL,
  objet TEXT NOT NULL,         -- request; '' for the whole stage
  fin TEXT NOT NULL,
  secondes REAL NOT NULL,
  UNIQUE (etape, objet)
);

CREATE TABLE etude (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  cle TEXT NOT NULL UNIQUE, -- schema, titre, territoire, srs, cog, version
  valeur TEXT NOT NULL
);
INSERT INTO etude (cle, valeur) VALUES ('schema', '12');
