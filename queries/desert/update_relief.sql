-- Writes the relief of an area.
-- :commune     INSEE code of its largest commune
-- :relais      INSEE code of the relief
-- :lib_relais  its name
-- :minutes     minutes from the largest commune
UPDATE desert_zone SET relais = :relais, lib_relais = :lib_relais, minutes = :minutes WHERE commune = :commune;
