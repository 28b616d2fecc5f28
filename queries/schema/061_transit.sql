-- Lines and stops of the timetables that people of the study travel by, on the day of the study.

CREATE TABLE ligne_tc (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom LINESTRING,             -- from stop to stop
  reseau TEXT NOT NULL,        -- file of the timetable, or travel.lines
  ligne TEXT NOT NULL,         -- number or name
  libelle TEXT,                -- long name
  destination TEXT,            -- as shown on the vehicle
  couleur TEXT,                -- RRGGBB, NULL: not given
  jour TEXT NOT NULL,
  courses INTEGER NOT NULL,    -- of that day by these stops
  premier TEXT NOT NULL,       -- departure from the first stop
  dernier TEXT NOT NULL,
  nb_arrets INTEGER NOT NULL
);

CREATE TABLE arret_tc (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  reseau TEXT NOT NULL,
  code TEXT NOT NULL,
  libelle TEXT,
  jour TEXT NOT NULL,
  passages INTEGER NOT NULL,   -- courses of that day that take or leave passengers
  premier TEXT NOT NULL,
  dernier TEXT NOT NULL
);

-- Zones that vehicles serve on demand: those that the study asks for, and those of the timetables (GTFS-Flex) that run on its day.
CREATE TABLE zone_tad (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  reseau TEXT NOT NULL,        -- travel.on_demand, or file of the timetable
  nom TEXT NOT NULL,
  vers TEXT,                   -- communes outside that it is also driven to
  premier TEXT NOT NULL,       -- people are taken from then on, and no later than
  dernier TEXT NOT NULL,
  attente REAL NOT NULL,       -- minutes between being ready and being taken
  vitesse REAL NOT NULL,       -- km/h
  reservation TEXT,            -- how one books
  trajets INTEGER,             -- a day, NULL: not told
  population REAL              -- of its communes; NULL: known by its outline alone
);
