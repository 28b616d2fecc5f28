-- What is derived from access: income beside it, supply in some years, sensitivity to conventions, unmet need.

-- Median disposable income a consumption unit (Filosofi), and poverty.
CREATE TABLE revenu (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  insee_com TEXT NOT NULL UNIQUE,
  revenu REAL,                 -- median, euros a year and consumption unit; NULL: withheld
  pauvrete REAL,               -- percent of people under 60 % of the national median
  millesime TEXT
);
