-- Writes the standardised population of a demand point.
-- :code      demand point
-- :pop_std   standardised persons
-- :base_std  ages, donnee or population: where they come from
UPDATE lieu SET pop_std = :pop_std, base_std = :base_std WHERE code = :code;
