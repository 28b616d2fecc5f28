-- Writes the income of a commune. A median cannot be added up: where several codes make one commune, the row under its own
-- code prevails, else the first.
-- :insee_com  INSEE code
-- :revenu     median disposable income, euros a year and consumption unit, or NULL
-- :pauvrete   poor people, percent, or NULL
-- :millesime  vintage
-- :propre     1 when the row bears the code of the commune itself
INSERT INTO revenu (insee_com, revenu, pauvrete, millesime) VALUES (:insee_com, :revenu, :pauvrete, :millesime)
ON CONFLICT (insee_com) DO UPDATE SET revenu = excluded.revenu, pauvrete = excluded.pauvrete,
  millesime = excluded.millesime
WHERE :propre;
