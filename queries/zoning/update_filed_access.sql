-- Gives a commune of the layer of results the class of the zoning that is filed.
-- :code    INSEE code
-- :zonage  class, or NULL
UPDATE acces_commune SET zonage = :zonage WHERE insee_com = :code;
