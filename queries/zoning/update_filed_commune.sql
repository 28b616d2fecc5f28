-- Gives a commune the class of the zoning that is filed.
-- :code    INSEE code
-- :zonage  class, or NULL
UPDATE commune SET zonage = :zonage WHERE insee_com = :code;
